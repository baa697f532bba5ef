/** Never sooner: most breaks of a line last about that long, and a try that falls into one makes the next wait longer. */
export const BACKOFF_MIN_MS = 1_000
/** By so much the first retries are spread. */
export const BACKOFF_FIRST_SPREAD_MS = 100
export const BACKOFF_MAX_MS = 300_000

/**
 * A wait by chance alone above a second, up to a limit that grows from there to 5 min. All that one failing server lost at
 * the same moment come back spread, the first time as well. `attempts` counts failures so far; `random` is in [0, 1).
 */
export function backoffMs(attempts: number, random: number): number {
  const limitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempts, 20))
  const spreadMs = Math.max(BACKOFF_FIRST_SPREAD_MS, limitMs - BACKOFF_MIN_MS)
  return BACKOFF_MIN_MS + Math.floor(random * spreadMs)
}
