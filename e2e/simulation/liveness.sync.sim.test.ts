// Goal: whatever has happened, once nothing goes wrong any more all that was begun comes to its end, by itself and soon.
// Method: the histories of safety.sync.sim.test.ts, in which the faults stop at some step while people go on working
// (seeds that are odd). Then every queue has to drain within MOST_DRAIN_STEPS; what is stuck is said.
// Replay a failure: npm run sim -- --seeds 1 --steps 200 --first 123
import { expect, it } from 'vitest'
import { MOST_DRAIN_STEPS } from './drain'
import { ASKED, ENOUGH_STEPS, liveSeeds, MOST_MS } from './liveSeeds'
import { neverStruck, report } from './totals'

const { seeds, steps, first } = ASKED

it(
  `[SYNC-R1] [SYNC-R2] [SYNC-R3] [SYNC-R5] [SYNC-R8] [SYNC-R14] liveness: the odd of ${seeds} seeds of ${steps} steps from seed ${first}`,
  async () => {
    const totals = await liveSeeds('liveness')
    console.log(report('of liveness', totals))
    expect(totals.cases, 'something happened').toBeGreaterThan(totals.seeds)
    expect(totals.mostDrainSteps, 'all drains soon').toBeLessThanOrEqual(MOST_DRAIN_STEPS)
    if (totals.seeds * steps >= ENOUGH_STEPS) expect(neverStruck(totals), 'a planned fault never struck').toEqual([])
  },
  MOST_MS,
)
