import { answerCorrection, handOver, settleParked, takeIn } from './agentActs'
import { workAtDesk } from './deskActs'
import type { SimTablet } from './tablet'
import type { World } from './world'

/** Lets chance choose what happens next, `steps` times; the trace tells it all. */
export async function runWorld(world: World, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    world.passTime(1 + world.chance.below(20_000))
    const tablet = world.chance.pick(world.tablets)
    world.trace.push(`${step} ${await takeStep(world, tablet)}`)
  }
}

async function takeStep(world: World, tablet: SimTablet): Promise<string> {
  const luck = world.chance.next()
  if (luck < 0.07) return `${tablet.name} ${takeIn(world, tablet)}`
  if (luck < 0.12) return `${tablet.name} ${answerCorrection(world, tablet)}`
  if (luck < 0.15) return `${tablet.name} ${settleParked(world, tablet)}`
  if (luck < 0.18) return `${tablet.name} ${handOver(world, tablet)}`
  if (luck < 0.3) return workAtDesk(world)
  if (world.plan.strikes('tablet-restarted')) return `${tablet.name} ${restart(tablet)}`
  if (world.plan.strikes('clock-jump')) return `${tablet.name} ${jump(world, tablet)}`
  if (world.chance.isLucky(0.1)) tablet.wake()
  return `${tablet.name} ${await tablet.sync()}`
}

function restart(tablet: SimTablet): string {
  tablet.restart()
  return 'restarts'
}

function jump(world: World, tablet: SimTablet): string {
  const days = world.chance.below(801) - 400
  tablet.jumpClock(days * 86_400_000)
  return `clock jumps ${days} days`
}

const MAX_DRAIN_STEPS = 200

/** The faults stop; agents settle what is parked; everything has to drain. Throws when it does not (liveness). */
export async function drain(world: World): Promise<void> {
  world.plan.heal()
  for (const tablet of world.tablets) tablet.restart()
  for (let step = 0; step < MAX_DRAIN_STEPS; step += 1) {
    world.passTime(400_000)
    const results = []
    for (const tablet of world.tablets) {
      if (tablet.disk.outbox.some((entry) => entry.state.kind === 'parked')) settleParked(world, tablet)
      tablet.wake()
      results.push(await syncUntilRest(tablet))
    }
    if (results.every((result) => result === 'rest') && world.tablets.every(isEmpty)) return hearOut(world)
  }
  throw new Error(`the queues do not drain: ${JSON.stringify(world.tablets.map(leftOver))}`)
}

/** Nothing moves any more; who rested early hears what the others did after that. */
async function hearOut(world: World): Promise<void> {
  for (const tablet of world.tablets) {
    tablet.wake()
    await syncUntilRest(tablet)
  }
}

async function syncUntilRest(tablet: SimTablet): Promise<string> {
  for (let step = 0; step < MAX_DRAIN_STEPS; step += 1) {
    const result = await tablet.sync()
    if (result !== 'push' && result !== 'pull' && result !== 'upload') return result
  }
  throw new Error(`${tablet.name} never rests`)
}

const leftOver = ({ name, disk }: SimTablet) => ({
  name,
  operations: disk.outbox
    .filter((entry) => entry.state.kind !== 'ended')
    .map(({ opId, caseId, state }) => ({ opId, caseId, state })),
  scans: disk.uploads
    .filter((upload) => upload.state.kind !== 'arrived')
    .map(({ opId, caseId, state }) => ({ opId, caseId, state })),
})

const isEmpty = ({ disk }: SimTablet): boolean =>
  disk.outbox.every((entry) => entry.state.kind === 'ended') &&
  disk.uploads.every(({ state }) => state.kind === 'arrived')
