import type { FaultPlan } from './faults'
import { createChance } from './random'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Of the histories; in the others it keeps time. */
const UNSTEADY_SHARE = 0.3
const RIGHT_SHARE = 0.25
const FAR_SHARE = 0.15
/** So that it is another source than the history's, which begins with the seed itself. */
const OWN_SEED = 0x5e7c10c

export type ServerClock = {
  /** How far it is ahead of the true time. */
  readonly offsetMs: () => number
  /** Lets it jump now and then, and says where to. */
  readonly move: () => string | undefined
}

/**
 * The clock of the machine on which the server runs: set wrongly, by hours or by a year, and put right again. It draws from
 * a source of its own, so that a history in which it keeps time is the one that it would be without it.
 */
export function createServerClock(seed: number, plan: FaultPlan): ServerClock {
  const chance = createChance(seed ^ OWN_SEED)
  const isUnsteady = chance.isLucky(UNSTEADY_SHARE)
  const state = { offsetMs: 0 }
  const within = (most: number): number => chance.below(2 * most + 1) - most
  const drawOffset = (): number => {
    if (chance.isLucky(RIGHT_SHARE)) return 0
    return chance.isLucky(FAR_SHARE) ? within(400) * DAY_MS : within(2 * HOUR_MS)
  }
  return {
    offsetMs: () => state.offsetMs,
    move: () => {
      if (!isUnsteady || !plan.strikes('server-clock-jump', chance)) return undefined
      state.offsetMs = drawOffset()
      return `the server's clock is ${Math.round(state.offsetMs / 60_000)} minutes ahead`
    },
  }
}
