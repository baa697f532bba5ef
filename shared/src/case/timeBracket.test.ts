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
      fc.option(fc.nat(1e9), { nil: undefined }),
      (receivedAt, deviceTime, lastServerTime, elapsedMs) => {
        const reading = {
          deviceTime,
          ...(lastServerTime && { lastServerTime }),
          ...(elapsedMs !== undefined && { elapsedMs }),
        }
        const { at, earliest, latest } = bracketDeviceTime(reading, receivedAt)
        expect(latest).toBe(receivedAt)
        expect(instantToMs(at)).toBeLessThanOrEqual(instantToMs(latest))
        expect(instantToMs(at)).toBeGreaterThanOrEqual(instantToMs(earliest))
      },
    ),
  )
})

it('[CASE-R3] trusts the monotonic clock over the wall clock', () => {
  const lastServerTime = instantFromMs(1_000_000)
  const reading = { deviceTime: instantFromMs(9_999_999_999), lastServerTime, elapsedMs: 60_000 }
  expect(bracketDeviceTime(reading, instantFromMs(2_000_000)).at).toBe(instantFromMs(1_060_000))
})
