import { PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'

/** An answer without the protocol's header came from somebody else: a captive portal, a proxy, another site. */
export class NotOurServer extends Error {
  override readonly name = 'NotOurServer'
}

/** The server's word to wait, in milliseconds. 429: whoever asks has asked too often; 503: it has no time for anybody. */
export class ServerBusy extends Error {
  override readonly name = 'ServerBusy'
  constructor(
    readonly status: 429 | 503,
    readonly retryAfterMs: number,
  ) {
    super('the server asks to wait')
  }
}

/** A request gives up after this long without an answer; a piece of a scan on a poor link needs most of it. */
export const REQUEST_TIMEOUT_MS = 60_000

/** How `fetch` is seen here; redirects are never followed, for our server sends none. */
export type Fetch = (url: RequestInfo | URL, init?: RequestInit) => Promise<Response>

/** A `fetch` for the sync router that believes only our own server, and never waits for ever. */
export function createGuardedFetch(fetch: Fetch): Fetch {
  return async (url, init = {}) => {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
    const response = await fetch(url, { ...init, signal, redirect: 'error', cache: 'no-store' })
    if (response.headers.get(PROTOCOL_HEADER) !== String(PROTOCOL)) throw new NotOurServer('no protocol header')
    const { status } = response
    if (status === 429 || status === 503) throw new ServerBusy(status, retryAfterMs(response))
    return response
  }
}

/** So long a server is left in peace that asks to wait and does not say how long. */
export const DEFAULT_RETRY_MS = 5_000

/** `Retry-After`: seconds, or a date (RFC 9110 §10.2.3); nonsense counts as the default. */
function retryAfterMs({ headers }: Response): number {
  const said = headers.get('retry-after')?.trim() ?? ''
  const waitMs = /^\d{1,9}$/.test(said) ? Number(said) * 1000 : msUntil(said, headers.get('date') ?? '')
  return Number.isNaN(waitMs) ? DEFAULT_RETRY_MS : Math.max(waitMs, 0)
}

/** From the server's own time on, for tablets' clocks are not to be trusted. NaN where either is no date of HTTP's. */
const msUntil = (said: string, now: string): number =>
  said.endsWith(' GMT') ? Date.parse(said) - Date.parse(now) : NaN
