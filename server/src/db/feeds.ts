import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { DistrictId, FeedId } from '@onetrip/shared/lib/ids'
import { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { FeedChange } from '@onetrip/shared/wire/pull'
import type { Tx } from './transaction'

/** An entity's new last state in a feed; `null` when it leaves the feed. */
export type FeedEntry = { readonly feedId: FeedId; readonly entityId: string; readonly row: FeedRow | null }

export const FEED_CHANNEL = 'onetrip_feed'

/**
 * Numbers and writes feed entries. Call it last in the transaction: the counters are locked here, in
 * sorted order, so numbers follow commit order and two writers cannot wait for each other.
 * A poke for each feed goes out when, and only when, the transaction commits.
 *
 * Rows are checked here, once, and what the schema does not name is left out: they are read a thousand times. Throws for
 * one that is none.
 */
export async function appendToFeeds(tx: Tx, districtId: DistrictId, entries: readonly FeedEntry[]): Promise<void> {
  const latest = new Map(entries.map((entry) => [`${entry.feedId} ${entry.entityId}`, entry]))
  if (latest.size === 0) return
  // Told apart here, so that the statement counts nothing: which of its feed's entries each is, and of how many.
  const byFeed = groupBy([...latest.values()], ({ feedId }) => feedId)
  const rows = [...byFeed.values()].flatMap((ofFeed) =>
    ofFeed.map(({ row, ...entry }, before) => ({
      ...entry,
      row: row && FeedRow.parse(row),
      nth: before + 1,
      count: ofFeed.length,
    })),
  )
  await tx.query(
    `with entry as (
       select * from jsonb_to_recordset($2) as r ("feedId" text, "entityId" text, row jsonb, nth int, count int)
     ), counter as (
       insert into feed (district_id, feed_id, seq)
       select $1, "feedId", count from entry where nth = 1 order by "feedId"
       on conflict (district_id, feed_id) do update set seq = feed.seq + excluded.seq
       returning feed_id, seq, pg_notify('${FEED_CHANNEL}', $1 || ' ' || feed_id || ' ' || seq)
     )
     insert into feed_row (district_id, feed_id, entity_id, seq, body)
     select $1, feed_id, "entityId", seq - count + nth, nullif(row, 'null'::jsonb)
       from entry join counter on feed_id = "feedId"
     on conflict (district_id, feed_id, entity_id) do update set seq = excluded.seq, body = excluded.body`,
    [districtId, JSON.stringify(rows)],
  )
}

/** `sizeBytes`: about as long as the row is as JSON; what the database has to lay aside is packed, and counts less. */
export type StoredChange = FeedChange & { readonly sizeBytes: number }

/** The changes of some feeds after their cursors, oldest first within a feed; at most `limit` in all. */
export async function readFeeds(
  tx: Tx,
  districtId: DistrictId,
  after: { readonly cursors: ReadonlyMap<FeedId, number>; readonly limit: number },
): Promise<StoredChange[]> {
  return tx.query<StoredChange>(
    `select row.feed_id as "feedId", row.seq, row.entity_id as "entityId", row.body as row,
            coalesce(pg_column_size(row.body), 0) as "sizeBytes"
       from jsonb_to_recordset($2) as cursor (feed text, seq bigint)
       join feed_row as row on row.district_id = $1 and row.feed_id = cursor.feed and row.seq > cursor.seq
      order by row.feed_id, row.seq limit $3`,
    [districtId, JSON.stringify([...after.cursors].map(([feed, seq]) => ({ feed, seq }))), after.limit],
  )
}

/** Where the feeds stand now; a feed that nobody wrote to is not in the map. */
export async function readFeedHeads(
  tx: Tx,
  districtId: DistrictId,
  feedIds: readonly FeedId[],
): Promise<Map<FeedId, number>> {
  const rows = await tx.query<{ feedId: FeedId; seq: number }>(
    'select feed_id as "feedId", seq from feed where district_id = $1 and feed_id = any($2)',
    [districtId, feedIds],
  )
  return new Map(rows.map((row) => [row.feedId, row.seq]))
}
