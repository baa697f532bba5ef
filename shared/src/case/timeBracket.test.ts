import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantFromMs, instantToMs } from '../lib/time'
import { bracketDeviceTime } from './timeBracket'

const anyInstant = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantFromMs)

it('[CASE-R3] never places the collection outside what the server knows, however wrong the tablet’s clock is', () => {
  fc.assert(
    fc.property(
      anyInstant,
      anyInstant,
      fc.option(anyInstant, { nil: undefined }),
      fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      fc.option(anyInstant, { nil: undefined }),
      (receivedAt, deviceTime, lastServerTime, elapsedMs, notBefore) => {
        const reading = {
          deviceTime,
          ...(lastServerTime && { lastServerTime }),
          ...(elapsedMs !== undefined && { elapsedMs }),
        }
        const { at, earliest, latest } = bracketDeviceTime(reading, { receivedAt, notBefore })
        expect(latest).toBe(receivedAt)
        expect(instantToMs(at)).toBeLessThanOrEqual(instantToMs(latest))
        expect(instantToMs(at)).toBeGreaterThanOrEqual(instantToMs(earliest))
        if (notBefore && notBefore <= receivedAt)
          expect(instantToMs(earliest)).toBeGreaterThanOrEqual(instantToMs(notBefore))
      },
    ),
  )
})

it('[CASE-R3] trusts the monotonic clock over the wall clock', () => {
  const lastServerTime = instantFromMs(1_000_000)
  const reading = { deviceTime: instantFromMs(9_999_999_999), lastServerTime, elapsedMs: 60_000 }
  expect(bracketDeviceTime(reading, { receivedAt: instantFromMs(2_000_000) }).at).toBe(instantFromMs(1_060_000))
})

it('[CASE-R3] has a floor without any server time: what the reading cannot have come before', () => {
  const [notBefore, receivedAt] = [instantFromMs(5_000_000), instantFromMs(9_000_000)]
  const reading = { deviceTime: instantFromMs(0) }
  expect(bracketDeviceTime(reading, { receivedAt, notBefore })).toEqual({
    at: notBefore,
    earliest: notBefore,
    latest: receivedAt,
  })
})
