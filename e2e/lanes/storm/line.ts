import { setTimeout as sleep } from 'node:timers/promises'
import type { Fetch } from '@onetrip/client/api/serverAnswer'
import { addTo, type Counts } from './requestCounts'

/** The line of many tablets: all lose it together, and all get it back at once. */
export type Line = {
  /** As a browser's on a page of `origin` that holds this cookie. */
  readonly openFetch: (cookie: string) => Fetch
  readonly comeUp: () => void
  /** What was asked since the last call, by procedure and by what came of it: `sync.push 200`, `sync.pull no answer, ECONNRESET`. */
  readonly takeCounts: () => Counts
  /** How often a stream of pokes was opened. */
  readonly countStreams: () => number
}

export function openLine(origin: string): Line {
  const state = { isUp: false, counts: new Map<string, number>() }
  const count = (url: RequestInfo | URL, how: string): void => addTo(state.counts, `${procedureOf(url)} ${how}`)

  async function ask(url: RequestInfo | URL, init: RequestInit): Promise<Response> {
    if (!state.isUp) throw new TypeError('the line is down')
    try {
      const response = await fetch(url, init)
      count(url, String(response.status))
      return response.ok ? response : await readWhole(response)
    } catch (error) {
      count(url, `no answer, ${nameOf(error)}`)
      throw error
    }
  }

  return {
    openFetch:
      (cookie) =>
      async (url, init = {}) => {
        const headers = new Headers(init.headers)
        headers.set('origin', origin)
        headers.set('cookie', cookie)
        return ask(url, { ...init, headers })
      },
    comeUp: () => {
      state.isUp = true
    },
    takeCounts: () => {
      const { counts } = state
      state.counts = new Map()
      return Object.fromEntries(counts)
    },
    countStreams: () => state.counts.get('sync.pokes 200') ?? 0,
  }
}

/** Node's fetch gives a connection up whose answer nobody reads; a browser reads on. */
async function readWhole(response: Response): Promise<Response> {
  const { status, headers } = response
  return new Response(await response.arrayBuffer(), { status, headers })
}

/** What the system, or Node's fetch, calls it. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}

function procedureOf(url: RequestInfo | URL): string {
  const address = url instanceof Request ? url.url : String(url)
  return new URL(address).pathname.split('/').at(-1) ?? ''
}

/** Until it holds, or the time is up; true when it holds. */
export async function untilTrue(isTrue: () => boolean, deadlineMs: number): Promise<boolean> {
  const endMs = performance.now() + deadlineMs
  while (!isTrue()) {
    if (performance.now() > endMs) return false
    await sleep(50)
  }
  return true
}
