import { backoffMs } from './backoff'
import type { ServerClient } from './serverClient'

/** A stream that is opened again whenever it ends. */
export type LastingStream = {
  /** The network is back, or somebody signed in: forget the waiting. */
  readonly retry: () => void
  readonly stop: () => void
}

type StreamEvents = {
  readonly onNews: () => void
  /** The line broke; the stream comes back by itself. */
  readonly onBreak: () => void
  /** It is closed, and will not come back by itself. */
  readonly onEnd: () => void
}

type StreamDeps = {
  /** Opens the stream once and returns how to close it. */
  readonly open: (on: StreamEvents) => () => void
  readonly onNews: () => void
  /** From now on news may be missed. */
  readonly onLost: () => void
  /** In [0, 1). */
  readonly random: () => number
}

type StreamState = {
  /** Which opening is believed: the end of a stream that was closed here, or has ended before, is no news. */
  opening: object | undefined
  close: () => void
  failures: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Keeps a stream open until it is stopped. Each opening that brings nothing waits longer than the last, up to 5 min. */
export function keepOpen({ open, onNews, onLost, random }: StreamDeps): LastingStream {
  const state: StreamState = { opening: undefined, close: () => undefined, failures: 0, timer: undefined }

  function start(): void {
    const opening = {}
    state.opening = opening
    state.timer = undefined
    state.close = open({
      onNews: () => {
        if (state.opening !== opening) return
        state.failures = 0
        onNews()
      },
      onBreak: () => {
        if (state.opening === opening) onLost()
      },
      onEnd: () => {
        if (state.opening !== opening) return
        state.opening = undefined
        state.timer = setTimeout(start, backoffMs(state.failures, random()))
        state.failures += 1
        onLost()
      },
    })
  }

  start()
  return {
    retry: () => {
      if (state.timer === undefined) return
      clearTimeout(state.timer)
      state.failures = 0
      start()
    },
    stop: () => {
      clearTimeout(state.timer)
      state.timer = undefined
      state.opening = undefined
      state.close()
    },
  }
}

/**
 * Tells when a feed of the reader's may have moved: at once, at each poke, and when the line is lost, because only
 * asking tells whether the server is still there. A browser opens its stream again after
 * a broken line, and gives up at any answer but 200: an ended session, a captive portal, a server on its way up.
 */
export const followPokes = (
  client: ServerClient,
  { onPoke, random }: { readonly onPoke: () => void; readonly random: () => number },
): LastingStream =>
  keepOpen({
    open: ({ onNews, onBreak, onEnd }) => {
      const pokes = client.sync.pokes.subscribe(undefined, {
        onStarted: onNews,
        onData: onNews,
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) onBreak()
        },
        onError: onEnd,
        onComplete: onEnd,
      })
      return () => pokes.unsubscribe()
    },
    onNews: onPoke,
    onLost: onPoke,
    random,
  })
