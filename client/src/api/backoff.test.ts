import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BACKOFF_MAX_MS, BACKOFF_MIN_MS, backoffMs } from './backoff'

const aShare = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const MOST = 1 - Number.EPSILON

it('spreads a hundred tablets that lost one server, from the second failure on, over the whole of the wait', () => {
  const waits = Array.from({ length: 100 }, (_, nth) => backoffMs(1, (nth + 0.5) / 100))
  expect(new Set(waits).size).toBe(100)
  expect([Math.min(...waits), Math.max(...waits)]).toEqual([1_005, 1_995])
})

it('is never within a second, and never longer than its limit', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), aShare, (attempts, random) => {
      const waitMs = backoffMs(attempts, random)
      expect(waitMs).toBeGreaterThanOrEqual(BACKOFF_MIN_MS)
      expect(waitMs).toBeLessThanOrEqual(Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** attempts))
    }),
  )
})

it('doubles its limit with each failure, up to five minutes, and leaves the least wait as it is', () => {
  expect([0, 1, 2, 8, 9, 40].map((attempts) => backoffMs(attempts, MOST))).toEqual([
    1_000, 1_999, 3_999, 255_999, 299_999, 299_999,
  ])
  expect([0, 9, 40].map((attempts) => backoffMs(attempts, 0))).toEqual([1_000, 1_000, 1_000])
})
