import { PINNED_SEEDS } from './pinnedSeeds'
import { runSeed } from './runSeed'
import { modeOf, type Mode } from './runWorld'
import { createMemoryStore } from './serverStore'
import { addTo, noTotals, type Totals } from './totals'

/** How many seeds of how many steps, from which on: as `npm run sim` was asked. */
export const ASKED = {
  seeds: Number(process.env.ONETRIP_SIM_SEEDS ?? 100),
  steps: Number(process.env.ONETRIP_SIM_STEPS ?? 200),
  first: Number(process.env.ONETRIP_SIM_FIRST ?? 1),
}

/** A limit for what hangs: twenty thousand seeds of a night are hours. */
export const MOST_MS = 900_000 + ASKED.seeds * 2_000

/** With this many steps every fault has struck often; with fewer, one that is rare may not have. */
export const ENOUGH_STEPS = 40_000

/** As many scans side by side as the app sends. */
export const LANES = 4

/** The seeds of one mode: those that failed once, and then those that were asked for. */
const seedsOf = (mode: Mode): number[] => {
  const asked = Array.from({ length: ASKED.seeds }, (_, nth) => ASKED.first + nth)
  return [...new Set([...PINNED_SEEDS, ...asked])].filter((seed) => modeOf(seed) === mode)
}

/** One failure tells more than a hundred. */
const MOST_FAILURES = 3

/**
 * Lives them all on the store in memory; throws when all are lived, or some have failed. One after the other: nothing in
 * a history waits for a real disk, and one alone stays in the processor's cache.
 */
export async function liveSeeds(mode: Mode): Promise<Totals> {
  const totals = noTotals()
  const { steps } = ASKED
  const failures: unknown[] = []
  for (const seed of seedsOf(mode)) {
    if (failures.length >= MOST_FAILURES) break
    const lived = await runSeed(await createMemoryStore(), { seed, steps, lanes: LANES }).catch((error: unknown) => {
      failures.push(error)
    })
    if (lived) addTo(totals, lived)
  }
  if (failures.length > 0) throw failures[0]
  return totals
}
