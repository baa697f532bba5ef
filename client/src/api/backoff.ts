/**
 * Never sooner, and the first time no later: most breaks of a line last about that long. A try that falls into one makes
 * the next wait longer, and each moment after it is lost: 20 scans on a line that breaks every four seconds take 193 s
 * with a first wait of 0.2 to 1 s, and 105 with one of 1 to 1.1 (docs/measurements.md).
 */
export const BACKOFF_MIN_MS = 1_000
export const BACKOFF_MAX_MS = 300_000

/**
 * Exponential from 1 s to 5 min, from the second failure on with full jitter above the least wait. What one failing
 * server lost at the same moment it tells when to come again, each a time of its own [SYNC-R27]. `attempts` counts
 * failures so far; `random` is in [0, 1).
 */
export function backoffMs(attempts: number, random: number): number {
  const ceilingMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempts, 20))
  return BACKOFF_MIN_MS + Math.floor(random * (ceilingMs - BACKOFF_MIN_MS))
}
