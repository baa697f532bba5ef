import { setTimeout as sleep } from 'node:timers/promises'
import type { Fetch } from '@onetrip/client/api/serverAnswer'
import type { keepOpen } from '@onetrip/client/api/pokes'

type Opening = Parameters<typeof keepOpen>[0]['open']

/** How long Chromium waits before it opens a stream again that broke, unless the server says otherwise. */
const REOPEN_MS = 3_000

/**
 * What a browser's EventSource is to `followPokes`, which Node lacks: opens again by itself what broke, gives up at any
 * answer but 200.
 */
export const openEventStream =
  (fetch: Fetch, url: string): Opening =>
  (on) => {
    const stopping = new AbortController()
    void follow(stopping.signal)
    return () => stopping.abort()

    async function follow(signal: AbortSignal): Promise<void> {
      const hasEnded = (): boolean => signal.aborted
      while (!hasEnded()) {
        const isGivenUp = await listen(signal).catch(() => false)
        if (hasEnded()) return
        if (isGivenUp) {
          on.onEnd()
          return
        }
        on.onBreak()
        await sleep(REOPEN_MS, undefined, { signal }).catch(() => undefined)
      }
    }

    /** True when the server does not want it, or has said that this was all. */
    async function listen(signal: AbortSignal): Promise<boolean> {
      const response = await fetch(url, { signal, headers: { accept: 'text/event-stream' } })
      if (response.status !== 200 || !response.body) return true
      const readEvents = createEventReader()
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        for (const event of readEvents(text)) {
          if (event === 'return') return true
          if (event === 'connected' || event === 'message') on.onNews()
        }
      }
      return false
    }
  }

/** Tells the kinds of the events that are whole, in a stream that comes in any pieces. */
export function createEventReader(): (text: string) => string[] {
  const state = { rest: '' }
  return (text) => {
    const parts = (state.rest + text).split('\n\n')
    state.rest = parts.pop() ?? ''
    return parts.flatMap((part) => {
      const lines = part.split('\n')
      const isComment = lines.every((line) => line.startsWith(':') || line === '')
      return isComment ? [] : [/^event: ?(.*)$/m.exec(part)?.[1] ?? 'message']
    })
  }
}
