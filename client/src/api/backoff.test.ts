import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BACKOFF_FIRST_SPREAD_MS, BACKOFF_MAX_MS, BACKOFF_MIN_MS, backoffMs } from './backoff'

const aShare = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const MOST = 1 - Number.EPSILON

it('spreads the first retry as well: a hundred tablets that lost one server do not come back as one', () => {
  const waits = Array.from({ length: 100 }, (_, nth) => backoffMs(0, (nth + 0.5) / 100))
  expect(new Set(waits).size).toBe(100)
  expect([Math.min(...waits), Math.max(...waits)]).toEqual([1_000, 1_099])
})

it('is never within a second, and never longer than its limit', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), aShare, (attempts, random) => {
      const waitMs = backoffMs(attempts, random)
      expect(waitMs).toBeGreaterThanOrEqual(BACKOFF_MIN_MS)
      const limitMs = Math.max(BACKOFF_MIN_MS + BACKOFF_FIRST_SPREAD_MS, BACKOFF_MIN_MS * 2 ** attempts)
      expect(waitMs).toBeLessThan(Math.min(BACKOFF_MAX_MS, limitMs))
    }),
  )
})

it('doubles its limit with each failure, up to five minutes, and leaves the least wait as it is', () => {
  expect([0, 1, 2, 8, 9, 40].map((attempts) => backoffMs(attempts, MOST))).toEqual([
    1_099, 1_999, 3_999, 255_999, 299_999, 299_999,
  ])
  expect([0, 9, 40].map((attempts) => backoffMs(attempts, 0))).toEqual([1_000, 1_000, 1_000])
})
