/** Something that can be waited for, for a while: *Sync now*, a new operation, the network's return, a poke. */
export type WakeSignal = {
  readonly wake: () => void
  /** Resolves on `wake`, after `ms` (undefined: never by itself), or when `signal` aborts. */
  readonly wait: (ms: number | undefined, signal: AbortSignal) => Promise<void>
}

/** The longest wait that `setTimeout` keeps; a longer one wakes early and waits again, which is harmless. */
const LONGEST_MS = 2 ** 31 - 1

export function createWakeSignal(): WakeSignal {
  // A wake while nobody waits must not be lost: the next wait then ends at once.
  const state: { isDue: boolean; end: (() => void) | undefined } = { isDue: false, end: undefined }
  return {
    wake: () => {
      state.isDue = true
      state.end?.()
    },
    wait: async (ms, signal) => {
      if (!state.isDue && !signal.aborted) await waitForEnd(state, ms, signal)
      state.isDue = false
    },
  }
}

async function waitForEnd(
  state: { end: (() => void) | undefined },
  ms: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      // The signal outlives thousands of waits: each takes its listener along.
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = ms === undefined ? undefined : setTimeout(end, Math.min(ms, LONGEST_MS))
    state.end = end
    signal.addEventListener('abort', end, { once: true })
  })
  state.end = undefined
}
