/** Never sooner: with bad luck time and again, a tablet asks five times a second at most. */
export const BACKOFF_MIN_MS = 200
/** The longest wait after a first failure. */
export const BACKOFF_FIRST_MS = 1_000
export const BACKOFF_MAX_MS = 300_000

/**
 * A wait by chance alone, up to a limit that grows from 1 s to 5 min. All that one failing server lost at the same moment
 * come back spread over the whole of it, the first time as well. It is drawn from the least wait on, not lifted to it: what
 * is lifted would meet there. `attempts` counts failures so far; `random` is in [0, 1).
 */
export function backoffMs(attempts: number, random: number): number {
  const limitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempts, 20))
  return BACKOFF_MIN_MS + Math.floor(random * (limitMs - BACKOFF_MIN_MS))
}
