// Goal: a seed that failed fails again, wherever it is run. Method: the same seed twice, once alone and once in a crowd;
// the histories, with every answer of the server's, have one hash.
import { expect, it } from 'vitest'
import { LANES } from './liveSeeds'
import { runSeed } from './runSeed'
import { createMemoryStore } from './serverStore'

const STEPS = 200
const SEEDS = [42, 43, 44, 45]

it('the same seed gives the same history, alone and in a crowd', async () => {
  const inACrowd = await Promise.all(SEEDS.map((seed) => live(seed, 'crowd')))
  const alone: Awaited<ReturnType<typeof live>>[] = []
  for (const seed of SEEDS) alone.push(await live(seed, 'alone'))
  expect(alone).toEqual(inACrowd)
  expect(new Set(alone.map(({ hash }) => hash)).size).toBe(SEEDS.length)
})

async function live(seed: number, place: string) {
  const { world, hash } = await runSeed(await createMemoryStore(), { seed, steps: STEPS, place, lanes: LANES })
  return { lines: world.history.lines, hash, points: world.plan.points() }
}
