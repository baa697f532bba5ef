/** A tablet that nobody touches for this long closes: it lies on a counter, or in a stranger's kitchen. */
export const IDLE_LOCK_MS = 5 * 60_000

type IdleDeps = {
  /** The device's clock: unlike a timer, it goes on while the tablet sleeps. */
  readonly nowMs: () => number
  readonly idleMs: number
  /** Calls back after the pause; returns how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void
  readonly onIdle: () => void
}

export type IdleWatch = {
  /** A finger or a key. One that comes too late does not prolong what has run out. */
  readonly touch: () => void
  /** Looks at the clock: timers slept while the tablet did. */
  readonly look: () => void
  readonly stop: () => void
}

/** Tells once when nobody has touched the tablet for `idleMs`; begins with a touch. */
export function watchIdleness({ nowMs, idleMs, later, onIdle }: IdleDeps): IdleWatch {
  const seen = { touchedMs: nowMs(), isOver: false, callOff: (): void => undefined }

  function stop(): void {
    seen.isOver = true
    seen.callOff()
  }

  function look(): void {
    if (seen.isOver) return
    seen.callOff()
    // A clock that was set back must not keep the tablet open for hours.
    seen.touchedMs = Math.min(seen.touchedMs, nowMs())
    const leftMs = seen.touchedMs + idleMs - nowMs()
    if (leftMs > 0) {
      seen.callOff = later(leftMs, look)
      return
    }
    stop()
    onIdle()
  }

  look()
  return {
    touch: () => {
      look()
      seen.touchedMs = nowMs()
    },
    look,
    stop,
  }
}

/** Calls back by the page's timer. */
export function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
