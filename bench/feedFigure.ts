import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import type { System } from '../.scripts/system.mjs'
import { entityOf, makeStationRow } from './feedRows'
import { median, type Figure } from './figure'
import { DEADLINE_MS, withBare, withTablet, type BareRig, type TabletRig } from './rig'

const FIRST = 5_000
const ALL = 10_000
const CHANGED = 10
const ROUNDS = 3
const CHANGES = 5
/** As many as the tablet lays a station’s cases in. */
const BUCKETS = 512

/** Fresh tablets that read all there is, then one that reads a few changes. */
export async function feedFigures(system: System): Promise<Figure[]> {
  const house = new pg.Client({ connectionString: system.database.ownerUrl })
  await house.connect()
  try {
    return await withBare(undefined, async (bare) => {
      const planter = { house, stationId: await findStation(house, system) }
      await plant(planter, { from: 0, to: FIRST })
      const fresh = []
      for (let round = 0; round < ROUNDS; round += 1)
        fresh.push(await withTablet(system, (tablet) => readAll(tablet, bare, planter)))
      await plant(planter, { from: FIRST, to: ALL })
      const changes = await withTablet(system, (tablet) => readChanges(tablet, bare, planter))
      return [...describeFresh(fresh), ...describeChanges(changes)]
    })
  } finally {
    await house.end()
  }
}

type Planter = { readonly house: pg.Client; readonly stationId: string }
type Counted = {
  readonly ms: number
  readonly floorMs: number
  readonly requests: number
  readonly bytes: number
  readonly floorBytes: number
}

async function readAll({ call, link }: TabletRig, bare: BareRig, planter: Planter): Promise<Counted> {
  const floor = await takeBare(bare, await readRows(planter, 0))
  link.takeCounts()
  const ms = await call('takeNews', DEADLINE_MS)
  const counts = link.takeCounts()
  const { rows } = await call('readStation', '')
  if (rows < FIRST) throw new Error(`the tablet has ${rows} rows`)
  return { ms, ...floor, requests: counts.requests, bytes: counts.upBytes + counts.downBytes }
}

async function readChanges({ call, link }: TabletRig, bare: BareRig, planter: Planter): Promise<Counted[]> {
  await call('takeNews', DEADLINE_MS)
  await takeBare(bare, await readRows(planter, 0))
  const rounds = []
  for (let round = 0; round < CHANGES; round += 1) {
    const mark = `改${round}`
    const from = await change(planter, { nth: round, mark })
    const floor = await takeBare(bare, await readRows(planter, from))
    link.takeCounts()
    const ms = await call('takeNews', DEADLINE_MS)
    const counts = link.takeCounts()
    const { marked } = await call('readStation', mark)
    if (marked !== CHANGED) throw new Error(`${marked} of ${CHANGED} changes came`)
    rounds.push({ ms, ...floor, requests: counts.requests, bytes: counts.upBytes + counts.downBytes })
  }
  return rounds
}

async function takeBare({ call, link, url }: BareRig, rows: readonly unknown[]) {
  await fetch(`${url}/keep`, { method: 'POST', body: gzipSync(JSON.stringify(rows)) })
  link.takeCounts()
  const floorMs = await call('takeRows', BUCKETS)
  const { upBytes, downBytes } = link.takeCounts()
  return { floorMs, floorBytes: upBytes + downBytes }
}

const describeFresh = (rounds: readonly Counted[]): Figure[] => [
  {
    name: `${FIRST} cases and the catalogue to a fresh tablet, median of ${ROUNDS}`,
    unit: 'ms',
    value: median(rounds.map(({ ms }) => ms)),
    floor: {
      name: 'the same rows in one answer, packed, bare IndexedDB',
      value: median(rounds.map(({ floorMs }) => floorMs)),
    },
    limit: { of: 'value', atMost: 400 },
  },
  {
    name: `${FIRST} cases and the catalogue to a fresh tablet`,
    unit: 'requests',
    value: median(rounds.map(({ requests }) => requests)),
    limit: { of: 'value', atMost: 3 },
  },
  {
    name: `${FIRST} cases and the catalogue to a fresh tablet, both ways`,
    unit: 'KB',
    value: median(rounds.map(({ bytes }) => bytes)) / 1000,
    floor: { name: 'bare', value: median(rounds.map(({ floorBytes }) => floorBytes)) / 1000 },
  },
]

const describeChanges = (rounds: readonly Counted[]): Figure[] => [
  {
    name: `${CHANGED} of ${ALL} cases changed, median of ${CHANGES}`,
    unit: 'ms',
    value: median(rounds.map(({ ms }) => ms)),
    floor: { name: 'one bare fetch, as many buckets rewritten', value: median(rounds.map(({ floorMs }) => floorMs)) },
    limit: { of: 'value', atMost: 34 },
  },
  {
    name: `${CHANGED} of ${ALL} cases changed`,
    unit: 'requests',
    value: median(rounds.map(({ requests }) => requests)),
    limit: { of: 'value', atMost: 1 },
  },
  {
    name: `${CHANGED} of ${ALL} cases changed, both ways`,
    unit: 'KB',
    value: median(rounds.map(({ bytes }) => bytes)) / 1000,
    floor: { name: 'bare', value: median(rounds.map(({ floorBytes }) => floorBytes)) / 1000 },
    limit: { of: 'value', atMost: 2 },
  },
]

async function findStation(house: pg.Client, { signIns }: System): Promise<string> {
  const loginName = signIns.find(({ role }) => role === 'agent')?.loginName
  const { rows } = await house.query<{ unitId: string }>(
    `select post.unit_id as "unitId" from person join post using (district_id, person_id) where login_name = $1`,
    [loginName],
  )
  if (!rows[0]) throw new Error('the agent has no station')
  return rows[0].unitId
}

/**
 * Straight into the feed, which this figure alone reads: five thousand cases that were really taken in would take
 * minutes, and the rows of the feed are all that a tablet is told of them.
 */
async function plant({ house, stationId }: Planter, { from, to }: { from: number; to: number }): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, nth) => makeStationRow(from + nth, stationId))
  await append({ house, stationId }, rows)
}

/** Ten that lie far from each other. Gives back where the feed stood before. */
async function change({ house, stationId }: Planter, { nth, mark }: { nth: number; mark: string }): Promise<number> {
  const rows = Array.from({ length: CHANGED }, (_, which) => ({
    ...makeStationRow(which * (ALL / CHANGED) + nth, stationId),
    revision: 4,
    applicantName: mark,
  }))
  return append({ house, stationId }, rows)
}

/** As the server numbers them, but without a poke: when the tablet asks is what the figure decides. */
async function append(
  { house, stationId }: Planter,
  rows: readonly ReturnType<typeof makeStationRow>[],
): Promise<number> {
  const feedId = `station:${stationId}`
  const entries = rows.map((row, nth) => ({ entityId: entityOf(row), nth: nth + 1, row }))
  const { rows: counters } = await house.query<{ before: string }>(
    `with district as (select district_id from feed limit 1), counter as (
       insert into feed (district_id, feed_id, seq) select district_id, $1, $3 from district
       on conflict (district_id, feed_id) do update set seq = feed.seq + excluded.seq
       returning district_id, feed_id, seq - $3 as before
     ), written as (
       insert into feed_row (district_id, feed_id, entity_id, seq, body)
       select district_id, feed_id, "entityId", before + nth, row
         from jsonb_to_recordset($2) as r ("entityId" text, nth int, row jsonb), counter
       on conflict (district_id, feed_id, entity_id) do update set seq = excluded.seq, body = excluded.body
     )
     select before from counter`,
    [feedId, JSON.stringify(entries), rows.length],
  )
  return Number(counters[0]?.before ?? 0)
}

/** What a tablet is told after this point of its station's feed; from the beginning on, the catalogue, too. */
async function readRows({ house, stationId }: Planter, after: number): Promise<unknown[]> {
  const { rows } = await house.query<Record<string, unknown>>(
    `select feed_id as "feedId", seq::int, entity_id as "entityId", body as row from feed_row
      where (feed_id = $1 and seq > $2) or (feed_id = $3 and $2 = 0) order by feed_id, seq`,
    [`station:${stationId}`, after, CATALOGUE_FEED],
  )
  return rows
}
