/** Between two tries of what did not go: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 3_600_000

export type RetryPause = {
  readonly isOver: () => boolean
  /** How a try ended: `left`, what could not go. */
  readonly meet: (left: number) => void
  /** Whoever did not answer does again. */
  readonly end: () => void
}

/** The server is not asked for ever at the same rate about what it does not take. */
export function createRetryPause(monotonicMs: () => number): RetryPause {
  const pause = { tries: 0, untilMs: Number.NEGATIVE_INFINITY }
  const end = (): void => void Object.assign(pause, { tries: 0, untilMs: Number.NEGATIVE_INFINITY })
  return {
    isOver: () => monotonicMs() >= pause.untilMs,
    meet: (left) => {
      if (left === 0) {
        end()
        return
      }
      pause.untilMs = monotonicMs() + Math.min(FIRST_PAUSE_MS * 2 ** pause.tries, LONGEST_PAUSE_MS)
      pause.tries += 1
    },
    end,
  }
}
