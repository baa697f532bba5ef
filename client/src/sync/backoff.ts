export const BACKOFF_MIN_MS = 1_000
export const BACKOFF_MAX_MS = 300_000

/** Exponential from 1 s to 5 min with full jitter. `attempts` counts failures so far; `random` is in [0, 1). */
export function backoffMs(attempts: number, random: number): number {
  const ceilingMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempts, 20))
  return BACKOFF_MIN_MS + Math.floor(random * (ceilingMs - BACKOFF_MIN_MS))
}

/** The longest that anything here is ever told to wait: an hour by `Retry-After`. */
const LONGEST_WAIT_MS = 3_600_000

/**
 * Whether a time noted down has come. One that lies further ahead than anybody may be told to wait was noted
 * by a clock that has since been set back, and counts as come: no wrong clock may hold work for days.
 */
export const isDue = (notBeforeMs: number, nowMs: number): boolean =>
  nowMs >= notBeforeMs || notBeforeMs - nowMs > LONGEST_WAIT_MS
