import * as z from 'zod/mini'
import { Instant, instantFromMs, instantToMs } from '../lib/time'

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

export type Surroundings = {
  /** When the reading reached the server. */
  readonly receivedAt: Instant
  /** What it cannot have come before: the tablet's registration, the step that it follows. */
  readonly notBefore?: Instant | undefined
}

/**
 * Brackets a device's reading by server times. `at` never lies outside the bracket, so a wrong tablet
 * clock moves no legal date by more than the tablet was out of reach. Rests on no device wall time
 * where a monotonic reading exists.
 */
export function bracketDeviceTime(reading: DeviceTime, { receivedAt, notBefore }: Surroundings): TimeBracket {
  const latestMs = instantToMs(receivedAt)
  const floorsMs = [reading.lastServerTime, notBefore].flatMap((floor) => (floor ? [instantToMs(floor)] : []))
  // A floor from after the receipt is some clock's fault, and says nothing.
  const earliestMs = Math.max(-Infinity, ...floorsMs.filter((floorMs) => floorMs <= latestMs))
  const at = instantFromMs(Math.min(latestMs, Math.max(earliestMs, guessMs(reading, latestMs))))
  return { at, earliest: Number.isFinite(earliestMs) ? instantFromMs(earliestMs) : at, latest: receivedAt }
}

function guessMs({ deviceTime, lastServerTime, elapsedMs }: DeviceTime, latestMs: number): number {
  if (!lastServerTime || elapsedMs === undefined) return instantToMs(deviceTime)
  const seenMs = instantToMs(lastServerTime)
  return seenMs <= latestMs ? seenMs + elapsedMs : instantToMs(deviceTime)
}
