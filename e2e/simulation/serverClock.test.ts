import { expect, it } from 'vitest'
import { createFaultPlan } from './faults'
import { createChance } from './random'
import { createServerClock } from './serverClock'

const HOUR_MS = 3_600_000
const STEPS = 400

function live(seed: number) {
  const chance = createChance(seed)
  const plan = createFaultPlan(chance)
  const clock = createServerClock(seed, plan)
  const offsets: number[] = []
  for (let step = 0; step < STEPS; step += 1) if (clock.move() !== undefined) offsets.push(clock.offsetMs())
  return { offsets, clock, plan, next: chance.next() }
}
const histories = Array.from({ length: 60 }, (_, seed) => live(seed))
const offsets = histories.flatMap((history) => history.offsets)

it('is wrong by hours and by months, ahead and behind, and is put right; in most histories it keeps time', () => {
  const months = 60 * 24 * HOUR_MS
  const isHours = (ms: number): boolean => ms > 0 && ms <= 2 * HOUR_MS
  expect(offsets).toContain(0)
  for (const side of [1, -1]) {
    expect(offsets.some((ms) => isHours(side * ms))).toBe(true)
    expect(offsets.some((ms) => side * ms > months)).toBe(true)
  }
  const steady = histories.filter((history) => history.offsets.length === 0)
  expect(steady.length).toBeGreaterThan(30)
  expect(steady.length).toBeLessThan(60)
})

it('goes the same way with the same seed, and leaves the history’s own chance as it was', () => {
  expect(histories.map((_, seed) => live(seed).offsets)).toEqual(histories.map((history) => history.offsets))
  expect(histories.map(({ next }) => next)).toEqual(histories.map((_, seed) => createChance(seed).next()))
})

it('is counted with each jump, and jumps no more once nothing goes wrong any more', () => {
  const counted = histories.map(({ plan }) => plan.counts.get('server-clock-jump') ?? 0)
  expect(counted).toEqual(histories.map((history) => history.offsets.length))
  for (const { plan, clock } of histories) {
    plan.heal()
    for (let step = 0; step < STEPS; step += 1) expect(clock.move()).toBeUndefined()
  }
})
