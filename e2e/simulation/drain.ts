import { heal } from './houseActs'
import { bringMissing } from './missingActs'
import { letArrive } from './network'
import { replaceBlocked, settleParked } from './settleActs'
import type { SimTablet } from './tablet'
import type { World } from './world'

/** Simulated steps of five minutes in which everything has to come to its end: five hours. */
export const MOST_DRAIN_STEPS = 60
const STEP_MS = 300_000
const MOST_EXCHANGES = 300

/**
 * The faults stop; agents settle what is parked and sign in where they are asked to; nothing else helps. Answers how many
 * steps it took; throws, with all that is stuck, where they are not enough (liveness).
 */
export async function drain(world: World): Promise<number> {
  heal(world)
  while (world.line.stragglers.length > 0) await letArrive(world.line)
  for (let step = 1; step <= MOST_DRAIN_STEPS; step += 1) {
    world.passTime(STEP_MS)
    for (const tablet of world.tablets) await goRound(world, tablet)
    const isStill = (await leftOver(world)).length === 0 && !(await isSomethingBrought(world))
    if (!isStill) continue
    await hearOut(world)
    // Who had to sign in first may have heard only now that the server was restored, and offers all anew.
    if ((await leftOver(world)).length === 0) return step
  }
  throw new Error(
    `after ${MOST_DRAIN_STEPS} steps without faults this is stuck:\n${(await leftOver(world)).join('\n')}`,
  )
}

/** The slow timer asks for news; the agent does what the screen asks for. */
async function goRound(world: World, tablet: SimTablet): Promise<void> {
  tablet.askForPull()
  const result = await syncUntilRest(tablet)
  if (result === 'fail signed-out') tablet.wake()
  const said = [await settleParked(world, tablet), await replaceBlocked(world, tablet)]
  if (said.some((act) => !act.startsWith('has no'))) await syncUntilRest(tablet)
}

/** Nothing comes by itself any more: agents look at what is not whole, one after the other, all tablets being at rest. */
async function isSomethingBrought(world: World): Promise<boolean> {
  await hearOut(world)
  for (const tablet of world.tablets) if (!(await bringMissing(world, tablet)).startsWith('has no')) return true
  return false
}

/** Nothing moves any more; who rested early hears what the others did after that. */
async function hearOut(world: World): Promise<void> {
  for (const tablet of world.tablets) {
    tablet.askForPull()
    await syncUntilRest(tablet)
  }
}

export async function syncUntilRest(tablet: SimTablet): Promise<string> {
  for (let step = 0; step < MOST_EXCHANGES; step += 1) {
    const result = await tablet.sync()
    if (result !== 'push' && result !== 'pull' && result !== 'upload') return result
  }
  throw new Error(`${tablet.name} never rests`)
}

async function leftOver({ tablets }: World): Promise<string[]> {
  const stuck: string[] = []
  for (const { name, eye } of tablets) {
    for (const { opId, caseId, state } of await eye.entries())
      if (state.kind !== 'ended') stuck.push(`${name} operation ${opId} of ${caseId}: ${JSON.stringify(state)}`)
    for (const { scanId, opId, caseId, state } of await eye.uploads())
      if (state.kind !== 'arrived') stuck.push(`${name} scan ${scanId} of ${opId}, ${caseId}: ${JSON.stringify(state)}`)
  }
  return stuck
}
