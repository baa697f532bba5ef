import { syncUntilRest } from '../drain'
import { takeIn } from '../agentActs'
import { decide } from '../deskActs'
import type { SimTablet } from '../tablet'
import type { World } from '../world'

/** A short history in which everything between `prepare` and its end may be the last thing that a process does. */
export type Scenario = {
  readonly name: string
  /** How many agents with a tablet it needs: of one station, the third on the first one's tablet. */
  readonly agents: number
  readonly prepare: (world: World) => Promise<void>
  readonly act: (world: World) => Promise<void>
}

export function tabletOf({ tablets }: World, nth: number): SimTablet {
  const tablet = tablets[nth]
  if (!tablet) throw new Error(`the scenario has no tablet ${nth}`)
  return tablet
}

const MOST_TRIES = 4

/** A person who is not told that it is saved, and does not find it saved, does it again. */
export async function insist(act: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) if ((await act()).endsWith(': kept')) return
  throw new Error('a person tried often, and nothing was kept')
}

/** Everything goes that can go; a process that ends is started again by whoever looks at the tablet next. */
export async function settleDown(world: World, tablet: SimTablet): Promise<void> {
  for (let rounds = 0; rounds < MOST_TRIES; rounds += 1) {
    tablet.wake()
    world.passTime(1_000)
    const result = await syncUntilRest(tablet)
    if (result === 'rest') return
  }
}

/** A case of the first agent is whole, and its tablet knows. */
export async function aWholeCase(world: World): Promise<void> {
  const tablet = tabletOf(world, 0)
  await settleDown(world, tablet)
  await insist(() => takeIn(world, tablet, 1))
  await settleDown(world, tablet)
  await settleDown(world, tablet)
}

/** A department has asked for a correction, and every tablet knows. */
export async function aWantedCorrection(world: World): Promise<void> {
  await aWholeCase(world)
  await decide(world, 'task.require-correction')
  for (const tablet of world.tablets) await settleDown(world, tablet)
}
