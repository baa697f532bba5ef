import { answerCorrection, HANDED_OVER, handOver, takeIn } from './agentActs'
import { workAtDesk } from './deskActs'
import { takenIn } from './finalRules'
import { heal, moveHouse, type Backups } from './houseActs'
import { bringMissing } from './missingActs'
import { safetyRules } from './safetyRules'
import { damagePage, replaceBlocked, settleParked } from './settleActs'
import type { SimTablet } from './tablet'
import type { World } from './world'

/**
 * `safety`: faults strike to the last step, and what may never be is looked for on the way. `liveness`: at some step they
 * stop, people go on working, and all that was begun has to come to its end by itself.
 */
export type Mode = 'safety' | 'liveness'

export const modeOf = (seed: number): Mode => (seed % 2 === 0 ? 'safety' : 'liveness')

const LOOK_EVERY_STEPS = 100
const MANY_CASES = 5

/** Lets chance choose what happens next, `steps` times; the history tells it all. */
export async function runWorld(world: World, steps: number): Promise<void> {
  const healAt = modeOf(world.seed) === 'liveness' ? Math.floor(steps / 2) + world.chance.below(steps / 2) : steps
  const backups: Backups = []
  for (let step = 0; step < steps; step += 1) {
    if (step === healAt) {
      heal(world)
      world.history.tell(`${step} no fault strikes from here on`)
    }
    world.passTime(1 + world.chance.below(60_000))
    const jumped = world.serverClock.move()
    if (jumped !== undefined) world.history.tell(`${step} ${jumped}`)
    world.history.tell(`${step} ${await takeStep(world, backups)}`)
    if (step % LOOK_EVERY_STEPS === LOOK_EVERY_STEPS - 1) world.broken.push(...(await safetyRules(world)))
    if (world.broken.length > 0) return
  }
}

async function takeStep(world: World, backups: Backups): Promise<string> {
  const moved = await moveHouse(world, backups)
  if (moved !== undefined) {
    world.quiet.clear()
    return moved
  }
  const tablet = tabletInFront(world)
  const luck = world.chance.next()
  if (luck < 0.28) world.quiet.clear()
  if (luck < 0.16) return `${tablet.name} ${await actOf(world, tablet, luck)}`
  if (luck < 0.28) return poked(world, await workAtDesk(world))
  if (world.plan.strikes('agents-swapped')) return swapAgents(world, tablet)
  if (world.plan.strikes('tablet-restarted')) return restart(tablet)
  if (world.plan.strikes('clock-jump')) return jump(world, tablet)
  if (world.plan.strikes('page-damaged')) return `${tablet.name} ${await damagePage(world, tablet)}`
  if (world.chance.isLucky(0.08)) {
    tablet.wake()
    world.quiet.delete(tablet.name)
  }
  if (world.plan.strikes('saved-while-sending')) return saveWhileSending(world, tablet)
  // Nothing has changed since it last rested: mostly it is left alone.
  if (world.quiet.has(tablet.name) && !world.chance.isLucky(0.2)) return `${tablet.name} lies still`
  const result = await tablet.sync()
  if (result === 'rest') world.quiet.add(tablet.name)
  // The screen asks for it; the agent signs in now, or a while later.
  if (result === 'fail signed-out' && world.chance.isLucky(0.3)) tablet.wake()
  return `${tablet.name} ${result}`
}

/** The agent goes on working while a request is on its way; at a set place of it, so that it is the same each time. */
async function saveWhileSending(world: World, tablet: SimTablet): Promise<string> {
  const { line } = world
  const said: string[] = []
  line.meanwhile = async () => {
    line.meanwhile = undefined
    said.push(`, and meanwhile ${await takeIn(world, tablet)}`)
  }
  const synced = await tablet.sync()
  line.meanwhile = undefined
  return `${tablet.name} ${synced}${said.join('')}`
}

/** What there is to do for the agent, one of it; a new application where there is nothing else. */
async function actOf(world: World, tablet: SimTablet, luck: number): Promise<string> {
  // The day begins with applications; what comes of them is the rest of it.
  if (luck < (takenIn(world).length < MANY_CASES ? 0.06 : 0.01)) return takeIn(world, tablet)
  const acts = await openActs(world, tablet)
  return acts.length === 0 ? 'has nothing to do' : world.chance.pick(acts)(world, tablet)
}

type Act = (world: World, tablet: SimTablet) => Promise<string>

/** What there is to do for the agent, by one look at the tablet. */
async function openActs({ restores }: World, { eye }: SimTablet): Promise<Act[]> {
  const entries = await eye.entries()
  const uploads = await eye.uploads()
  const cases = await eye.cases()
  const statuses = cases.flatMap(({ tasks }) => tasks.map(({ state }) => state.status))
  return [
    ...(entries.some(({ state }) => state.kind === 'parked') ? [settleParked] : []),
    ...(uploads.some(({ state }) => state.kind === 'blocked') ? [replaceBlocked] : []),
    // Before a restore all comes by itself; after one, agents are not told who holds what.
    ...(restores > 0 && cases.some(({ scans }) => scans.arrived < scans.total) ? [bringMissing] : []),
    ...(statuses.includes('correction-required') ? [(...at: Parameters<Act>) => answerCorrection(...at)] : []),
    ...(statuses.some((status) => HANDED_OVER.includes(status)) ? [handOver] : []),
  ]
}

/** What moved at the desk is told to tablets; a poke may be lost. */
function poked(world: World, said: string): string {
  const isHeard = said.endsWith('applied')
  if (isHeard) for (const tablet of world.tablets) if (world.chance.isLucky(0.6)) tablet.askForPull()
  return said
}

/** A tablet is unlocked for one of its agents at a time. */
function tabletInFront({ chance, hardware, tablets }: World): SimTablet {
  const device = chance.pick(hardware)
  const users = tablets.filter((tablet) => tablet.hardware === device)
  return users[device.inFront % users.length] ?? chance.pick(users)
}

function swapAgents({ tablets }: World, tablet: SimTablet): string {
  tablet.restart()
  tablet.hardware.inFront += 1
  const users = tablets.filter(({ hardware }) => hardware === tablet.hardware)
  return `${tablet.hardware.name} goes to ${String(users[tablet.hardware.inFront % users.length]?.name)}`
}

function restart(tablet: SimTablet): string {
  tablet.restart()
  return `${tablet.name} restarts`
}

function jump(world: World, tablet: SimTablet): string {
  const days = world.chance.below(801) - 400
  tablet.hardware.clockOffsetMs += days * 86_400_000
  return `${tablet.name} clock jumps ${days} days`
}
