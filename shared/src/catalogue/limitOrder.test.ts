import { expect, it } from 'vitest'
import type { Limit } from '../lib/limit'
import { isLongerLimit } from './limitOrder'

it.each<[Limit, Limit]>([
  [
    { n: 21, unit: 'working-days' },
    { n: 20, unit: 'working-days' },
  ],
  [
    { n: 8, unit: 'hours' },
    { n: 1, unit: 'working-days' },
  ],
  [
    { n: 30, unit: 'calendar-days' },
    { n: 20, unit: 'working-days' },
  ],
  [
    { n: 3, unit: 'months' },
    { n: 60, unit: 'working-days' },
  ],
])('%j is longer than %j', (longer, shorter) => {
  expect(isLongerLimit(longer, shorter)).toBe(true)
  expect(isLongerLimit(shorter, longer)).toBe(false)
})

it('no limit is longer than its like', () => {
  expect(isLongerLimit({ n: 5, unit: 'working-days' }, { n: 7, unit: 'calendar-days' })).toBe(false)
  expect(isLongerLimit({ n: 7, unit: 'calendar-days' }, { n: 5, unit: 'working-days' })).toBe(false)
})
