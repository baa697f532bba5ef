import { Client } from 'pg'
import { DistrictId, FeedId } from '@onetrip/shared/lib/ids'
import { FEED_CHANNEL } from './feeds'

export type FeedEars = {
  readonly onMove: (move: { readonly districtId: DistrictId; readonly feedId: FeedId; readonly seq: number }) => void
  /** After every connecting: moves before it were not heard. */
  readonly onConnect: () => void
}

const RECONNECT_MS = 1000

/**
 * Listens on a connection of its own for feeds that move in any process, and reconnects for ever. Losing it costs
 * delay only: whoever needs certainty looks at the heads. Answers how to stop.
 */
export function listenToFeeds(url: string, ears: FeedEars): () => Promise<void> {
  const stopping = new AbortController()
  const ended = listenForEver(url, ears, stopping.signal)
  return () => {
    stopping.abort()
    return ended
  }
}

async function listenForEver(url: string, ears: FeedEars, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Why it broke does not matter: the pool's users are told of the same outage, and they log it.
    await listenOnce(url, ears, signal).catch(() => undefined)
    await pause(RECONNECT_MS, signal)
  }
}

/** Resolves when the connection has ended, for whatever reason. */
async function listenOnce(url: string, ears: FeedEars, signal: AbortSignal): Promise<void> {
  const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 })
  const end = (): void => void client.end().catch(() => undefined)
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
  client.on('error', end)
  client.on('notification', ({ payload = '' }) => hear(payload, ears))
  signal.addEventListener('abort', end)
  try {
    await client.connect()
    await client.query(`listen ${FEED_CHANNEL}`)
    ears.onConnect()
    await ended
  } finally {
    signal.removeEventListener('abort', end)
    end()
  }
}

/** `<districtId> <feedId> <seq>`, as `appendToFeeds` sends it; anything else was sent by a stranger. */
function hear(payload: string, { onMove }: FeedEars): void {
  const [district, feed, number] = payload.split(' ')
  const districtId = DistrictId.safeParse(district)
  const feedId = FeedId.safeParse(feed)
  const seq = Number(number)
  if (districtId.success && feedId.success && Number.isSafeInteger(seq)) {
    onMove({ districtId: districtId.data, feedId: feedId.data, seq })
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
