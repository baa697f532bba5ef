// Goal: no network, no crash, no restore, no other version and no second person can make the house lose work, do it
// twice, mix up its order, or show it to a stranger. Method: two tablets of one station, one of them with two agents, one
// of another station, reviewers; the production engine on the production’s own store in a fake IndexedDB, the production
// use cases on a store in memory that memoryPostgres.sim.test.ts holds against PostgreSQL; everything follows from one seed.
// Here, faults strike to the last step, and what may never be is looked for on the way (seeds that are even).
// Replay a failure: npm run sim -- --seeds 1 --steps 200 --first 124
import { expect, it } from 'vitest'
import { ASKED, ENOUGH_STEPS, liveSeeds, MOST_MS } from './liveSeeds'
import { neverStruck, report } from './totals'

const { seeds, steps, first } = ASKED

it(
  `[SYNC-R1] [SYNC-R2] [SYNC-R3] [SYNC-R4] [SYNC-R5] [SYNC-R6] [SYNC-R7] [SYNC-R8] [SYNC-R13] [SYNC-R16] safety: the even of ${seeds} seeds of ${steps} steps from seed ${first}`,
  async () => {
    const totals = await liveSeeds('safety')
    console.log(report('of safety', totals))
    expect(totals.cases, 'something happened').toBeGreaterThan(totals.seeds)
    if (totals.seeds * steps >= ENOUGH_STEPS) expect(neverStruck(totals), 'a planned fault never struck').toEqual([])
  },
  MOST_MS,
)
