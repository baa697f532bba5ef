// Everything that a tablet ever asked the server to keep is asked again, in another order and many at once, after the
// cases have gone on: the server is what it was. So is it with a proxy that repeats, or somebody who wrote the line down.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Fetch } from '@onetrip/client/api/serverAnswer'
import { createCookieFetch } from '../house/cookieFetch'
import type { LaneGiven, LaneReport } from './lane'
import { openNodeTablet } from './nodeTablet'
import {
  agentOf,
  decideWhatIsThere,
  DEPARTMENTS,
  judge,
  OURS,
  sendOneHome,
  sendUntilAllThere,
  tellJoined,
} from './rounds'

const CASES = 6
const AT_ONCE = 8
const REST_MS = 1_500
const REST_WITHIN_MS = 60_000
/** Only these may tell that somebody asked: when a session or a tablet was heard last, and who asked what. */
const MAY_MOVE = new Set(['audit_row', 'session', 'device', 'attempt'])
/** What keeps something at the server. */
const WRITES = ['sync.push', 'sync.append', 'sync.offer']

type Digests = ReadonlyMap<string, string>
type Asked = { readonly url: string; readonly init: RequestInit }

/** `count`: how often each is asked again. */
export async function replayed({ system, count, random, say }: LaneGiven): Promise<LaneReport> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const asked: Asked[] = []
  const ask = createCookieFetch(server.url)
  const fetch: Fetch = async (url, init = {}) => {
    const wanted = await copyOf(url, init)
    if (WRITES.some((name) => wanted.url.includes(name))) asked.push(wanted)
    return ask(wanted.url, { ...wanted.init, ...(init.signal && { signal: init.signal }) })
  }
  const tablet = await openNodeTablet({ origin: server.url, signIn: agentOf(system), fetch })
  for (let nth = 0; nth < CASES; nth += 1) await tablet.handIn(nth % 2 === 0 ? DEPARTMENTS : OURS)
  await sendUntilAllThere(tablet)
  await decideWhatIsThere(system)
  await sendOneHome(system, tablet)
  const before = await untilAtRest(system.database.ownerUrl)
  const statuses = new Map<number, number>()
  for (let nth = 0; nth < count; nth += 1) {
    const again = asked.toSorted(() => random() - 0.5)
    while (again.length > 0) {
      const answers = await Promise.all(again.splice(0, AT_ONCE).map(({ url, init }) => ask(url, init)))
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const after = await digestTables(system.database.ownerUrl)
  const told = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
  say(`  ${asked.length} requests ${count} times again: ${told}`)
  await server.stop()
  const { counts, faults } = tellJoined(await judge(system, [tablet]))
  return {
    counts: `${asked.length} requests again, ${count} times, ${after.size} tables compared, ${counts}`,
    faults: [
      ...faults,
      ...movedIn(before, after).map((table) => `the table ${table} is not what it was`),
      ...[...statuses.keys()].filter((status) => status >= 500).map((status) => `the server answered ${status}`),
      ...(asked.length === 0 ? ['nothing was asked'] : []),
    ],
  }
}

/** With its body at rest, so that it can be asked again; without what gives it up. */
async function copyOf(url: RequestInfo | URL, { method = 'GET', headers, body }: RequestInit = {}): Promise<Asked> {
  const bytes = body === undefined || body === null ? undefined : await new Response(body).arrayBuffer()
  return {
    url: url instanceof Request ? url.url : String(url),
    init: { method, ...(headers && { headers }), ...(bytes && { body: bytes }) },
  }
}

/** Documents are printed and sendings booked for a while after the last decision. */
async function untilAtRest(url: string): Promise<Digests> {
  const untilMs = Date.now() + REST_WITHIN_MS
  for (let before = await digestTables(url); Date.now() < untilMs;) {
    await sleep(REST_MS)
    const now = await digestTables(url)
    if (movedIn(before, now).length === 0) return now
    before = now
  }
  throw new Error(`the house is not at rest after ${REST_WITHIN_MS / 1000} s`)
}

const movedIn = (before: Digests, after: Digests): string[] =>
  [...after.keys()].filter((table) => !MAY_MOVE.has(table) && before.get(table) !== after.get(table))

/** A digest of all rows of each table of ours. */
async function digestTables(url: string): Promise<Digests> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    )
    const digests = new Map<string, string>()
    for (const { name } of rows) {
      const found = await client.query<{ digest: string }>(
        `select md5(coalesce(string_agg(one::text, e'\\n' order by one::text), '')) as digest from ${name} one`,
      )
      digests.set(name, found.rows[0]?.digest ?? '')
    }
    return digests
  } finally {
    await client.end()
  }
}
