import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { System } from '../../.scripts/system.mjs'
import { FOOD_LICENCE, SIGNBOARD } from '../../server/test/samples'
import { courierControl } from '../house/courier'
import { departmentControl } from '../house/department'
import { checkOutside, type Verdict } from './check'
import { openNodeTablet, type NodeTablet } from './nodeTablet'

/** What is killed while a tablet sends. */
export type Victim = 'server' | 'database'

export type KillLane = {
  readonly system: System
  readonly victim: Victim
  readonly count: number
  /** In [0, 1): when each blow falls. */
  readonly random: () => number
  readonly say: (line: string) => void
}

const PAGES = 3
/** Decided in our console, or at the department that has a system of its own: it costs the server more to send home. */
const OURS = { itemCode: FOOD_LICENCE, pages: PAGES }
const DEPARTMENTS = { itemCode: SIGNBOARD, pages: PAGES }
const DEPARTMENT_EVERY = 3
/** The longest that a blow waits: a round of sending takes about that long. */
const LATEST_MS = 400
const ROUND_MS = 60_000

/**
 * A tablet hands in and sends while the server, or a process of the database, is killed at some moment, again and again;
 * what it was told before may be no lie. In the end an outsider compares what it took in with what there is.
 */
export async function runKillLane({ system, victim, count, random, say }: KillLane): Promise<Verdict> {
  const [server] = system.servers
  const signIn = system.signIns.find(({ role }) => role === 'agent')
  if (!server || !signIn) throw new Error('no server, or no agent to sign in')
  const tablet = await openNodeTablet({ origin: server.url, signIn })
  for (let blow = 1; blow <= count; blow += 1) {
    await tablet.handIn(OURS)
    await tablet.handIn(blow % DEPARTMENT_EVERY === 1 ? DEPARTMENTS : OURS)
    const sending = sendUntilAllThere(tablet)
    await sleep(Math.floor(random() * LATEST_MS))
    if (victim === 'server') {
      await server.kill('SIGKILL')
      await server.restart()
    } else await killDatabase(system, blow)
    await sending
    await decideWhatIsThere(system)
    if (blow % 10 === 0 || blow === count) say(`  ${blow} of ${count}`)
  }
  // The last blow may not be mended yet.
  await untilSomebodyWorks(system.database.ownerUrl)
  await sendOneHome(system, tablet)
  // What is judged stands still, and what is at hand is finished.
  await server.stop()
  return checkOutside({ lines: tablet.takenIn, databaseUrl: system.database.ownerUrl, dataDir: system.dataDir })
}

/** The department's clerk issues a result for each task whose file is whole there; what comes of it meets the next blow. */
async function decideWhatIsThere({ department }: System): Promise<void> {
  const { tasks, act } = departmentControl(department)
  for (const { taskId, stand } of await tasks()) {
    if (stand !== 'receive') continue
    await act(taskId, 'accept')
    await act(taskId, 'approve')
    await act(taskId, 'issue')
  }
}

/** With nothing at the courier nothing would be joined there: then one more goes its way, and nothing strikes. */
async function sendOneHome(system: System, tablet: NodeTablet): Promise<void> {
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
async function sendUntilAllThere({ engine, countUnsent }: NodeTablet): Promise<void> {
  const untilMs = Date.now() + ROUND_MS
  while ((await countUnsent()) > 0) {
    const result = await engine.step()
    if (result.did !== 'fail' && result.did !== 'rest') continue
    if (Date.now() > untilMs) throw new Error(`not all is there after ${ROUND_MS / 1000} s: ${JSON.stringify(result)}`)
    await sleep(20)
    // As a person who presses *Sync now*: a lane waits for no back-off.
    engine.wake()
  }
}

/** In turn one process of it, and the one that all others hang on, with all of them: that one somebody has to start again. */
async function killDatabase({ database }: System, blow: number): Promise<void> {
  if (blow % 2 === 1 || !database.kill || !database.restart) return killBackend(database.ownerUrl)
  await database.kill()
  await database.restart()
}

/**
 * Kills a process of PostgreSQL that works for us. The database ends all others and recovers from its log; until it has,
 * it lets nobody in, and nobody works who could be killed.
 */
async function killBackend(url: string): Promise<void> {
  process.kill(await untilSomebodyWorks(url), 'SIGKILL')
}

async function untilSomebodyWorks(url: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const pid = await findBackend(url).catch(() => undefined)
    if (pid !== undefined) return pid
    await sleep(50)
  }
  throw new Error('the database has nobody whom it works for')
}

async function findBackend(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>(
      // Of others' processes the owner of a database may know no more than that they are there.
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1',
    )
    return rows[0]?.pid
  } finally {
    await client.end()
  }
}
