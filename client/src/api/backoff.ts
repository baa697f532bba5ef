export const BACKOFF_MIN_MS = 1_000
export const BACKOFF_MAX_MS = 300_000

/** Exponential from 1 s to 5 min with full jitter. `attempts` counts failures so far; `random` is in [0, 1). */
export function backoffMs(attempts: number, random: number): number {
  const ceilingMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.min(attempts, 20))
  return BACKOFF_MIN_MS + Math.floor(random * (ceilingMs - BACKOFF_MIN_MS))
}
