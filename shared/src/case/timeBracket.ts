import * as z from 'zod/mini'
import { addMs, Instant, instantToMs } from '../lib/time'

/**
 * What a device knows of the time when something was done: its own clock, the last server time that it
 * saw, and how long ago that was by its monotonic clock (absent after a restart).
 */
export const DeviceTime = z.object({
  deviceTime: Instant,
  lastServerTime: z.optional(Instant),
  elapsedMs: z.optional(z.number().check(z.minimum(0))),
})
export type DeviceTime = z.infer<typeof DeviceTime>

export type TimeBracket = { readonly at: Instant; readonly earliest: Instant; readonly latest: Instant }

/**
 * Brackets a device's reading by server times. `at` never lies outside the bracket, so a wrong tablet
 * clock moves no legal date by more than the tablet was out of reach. Rests on no device wall time
 * where a monotonic reading exists.
 */
export function bracketDeviceTime(reading: DeviceTime, receivedAt: Instant): TimeBracket {
  const isUsable = reading.lastServerTime !== undefined && reading.lastServerTime <= receivedAt
  const earliest = isUsable && reading.lastServerTime ? reading.lastServerTime : undefined
  const guess = earliest && reading.elapsedMs !== undefined ? addMs(earliest, reading.elapsedMs) : reading.deviceTime
  const at = clamp(guess, earliest, receivedAt)
  return { at, earliest: earliest ?? at, latest: receivedAt }
}

function clamp(guess: Instant, earliest: Instant | undefined, latest: Instant): Instant {
  if (instantToMs(guess) > instantToMs(latest)) return latest
  if (earliest && instantToMs(guess) < instantToMs(earliest)) return earliest
  return guess
}
