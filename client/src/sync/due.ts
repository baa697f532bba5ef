/** Far beyond the longest that anything is ever held back, a quarter of an hour by `Retry-After`. */
const LONGEST_WAIT_MS = 3_600_000

/**
 * When a time noted down comes: never before now. One that lies further ahead than anybody waits was noted by a clock
 * that has since been set back, and has come: no wrong clock may hold work for days.
 */
export const dueAtMs = (notBeforeMs: number, nowMs: number, longestMs = LONGEST_WAIT_MS): number =>
  notBeforeMs - nowMs > longestMs ? nowMs : Math.max(notBeforeMs, nowMs)
