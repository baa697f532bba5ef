// What the lanes share in which tablets without a screen hand in and send while something is done to the house.
import { setTimeout as sleep } from 'node:timers/promises'
import type { System } from '../../.scripts/system.mjs'
import { FOOD_LICENCE, SIGNBOARD } from '../../server/test/samples'
import { courierControl } from '../house/courier'
import { departmentControl } from '../house/department'
import { checkOutside, type Verdict } from './check'
import type { Application, NodeTablet } from './nodeTablet'

const PAGES = 3
const ROUND_MS = 60_000
/** Decided in our console. */
export const OURS: Application = { itemCode: FOOD_LICENCE, pages: PAGES }
/** At the department that has a system of its own: it costs the server more to send home. */
export const DEPARTMENTS: Application = { itemCode: SIGNBOARD, pages: PAGES }

/** The department's clerk issues a result for each task whose file is whole there; what comes of it meets the next blow. */
export async function decideWhatIsThere({ department }: System): Promise<void> {
  const { tasks, act } = departmentControl(department)
  for (const { taskId, stand } of await tasks()) {
    if (stand !== 'receive') continue
    await act(taskId, 'accept')
    await act(taskId, 'approve')
    await act(taskId, 'issue')
  }
}

/** With nothing at the courier nothing would be joined there: then one more goes its way, and nothing strikes. */
export async function sendOneHome(system: System, tablet: NodeTablet): Promise<void> {
  const { orders } = courierControl(system.sf)
  if ((await orders()).length > 0) return
  await tablet.handIn(DEPARTMENTS)
  await sendUntilAllThere(tablet)
  const untilMs = Date.now() + ROUND_MS
  while ((await orders()).length === 0) {
    if (Date.now() > untilMs) throw new Error(`no result is at the courier after ${ROUND_MS / 1000} s`)
    await decideWhatIsThere(system)
    await sleep(200)
  }
}

/** Throws when it does not come to an end: then something is lost or stuck. */
export async function sendUntilAllThere(tablet: NodeTablet, patienceMs = ROUND_MS): Promise<void> {
  const untilMs = Date.now() + patienceMs
  while ((await tablet.countUnsent()) > 0) {
    const result = await tablet.engine.step()
    if (result.did !== 'fail' && result.did !== 'rest') continue
    // Something else can go at once.
    if (result.untilMs !== undefined && result.untilMs <= Date.now()) continue
    if (Date.now() > untilMs)
      throw new Error(`not all is there after ${patienceMs / 1000} s: ${JSON.stringify(result)}`)
    await sleep(20)
    // As a person who presses *Sync now*: a lane waits for no back-off.
    tablet.engine.wake()
  }
}

/** What is judged stands still, and what is at hand is finished: the servers have to be stopped before. */
export const judge = (system: System, tablets: readonly NodeTablet[]): Promise<Verdict> =>
  checkOutside({
    lines: tablets.flatMap(({ takenIn }) => takenIn),
    databaseUrl: system.database.ownerUrl,
    dataDir: system.dataDir,
  })

/** A line about what was joined; and a fault, where department or courier had nothing to be joined. */
export function tellJoined({ cases, scans, tasks, pulledScans, orders, faults }: Verdict) {
  const outside = `${tasks} tasks and ${pulledScans} scans at their department, ${orders} results at the courier`
  const isEmpty = pulledScans * orders === 0
  return {
    counts: `${cases} cases, ${scans} scans, ${outside}`,
    faults: [...faults, ...(isEmpty ? ['nothing of department or courier was joined'] : [])],
  }
}

/** Who takes in and sends at this server, as the first agent of the demo. */
export function agentOf({ signIns }: System) {
  const signIn = signIns.find(({ role }) => role === 'agent')
  if (!signIn) throw new Error('no agent to sign in')
  return signIn
}
