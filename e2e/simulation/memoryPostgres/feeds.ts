import { putRow, rowsOf, type Row, type Tables, type Undo } from './tables'

type Entry = { feedId: string; entityId: string; row: unknown; nth: number; count: number }

/** `appendToFeeds`: counts each feed up by its entries, and numbers those. */
export function appendToFeeds(tables: Tables, undo: Undo, [districtId, json]: readonly unknown[]): void {
  const entries = JSON.parse(String(json)) as readonly Entry[] // As the program wrote it.
  const head = (feedId: string): number =>
    Number(rowsOf(tables, 'feed').get(`${String(districtId)} ${feedId}`)?.seq ?? 0)
  const after = new Map(entries.map(({ feedId, count }) => [feedId, head(feedId) + count]))
  for (const [feedId, seq] of after)
    putRow(tables, undo, { name: 'feed', row: { district_id: districtId, feed_id: feedId, seq } })
  for (const { feedId, entityId, row, nth, count } of entries) {
    const seq = (after.get(feedId) ?? 0) - count + nth
    const written = { district_id: districtId, feed_id: feedId, entity_id: entityId, seq, body: row }
    putRow(tables, undo, { name: 'feed_row', row: written })
  }
}

/** `readFeeds`: the changes after the cursors, by feed and number. */
export function readFeeds(tables: Tables, [districtId, json, limit]: readonly unknown[]): Row[] {
  const cursors = JSON.parse(String(json)) as readonly { feed: string; seq: number }[] // As the program wrote it.
  const rows = [...rowsOf(tables, 'feed_row').values()].filter((row) => row.district_id === districtId)
  const after = cursors
    .toSorted((a, b) => (a.feed < b.feed ? -1 : 1))
    .flatMap(({ feed, seq }) =>
      rows
        .filter((row) => row.feed_id === feed && Number(row.seq) > seq)
        .toSorted((a, b) => Number(a.seq) - Number(b.seq)),
    )
  return after.slice(0, Number(limit)).map((row) => ({
    feedId: row.feed_id,
    seq: row.seq,
    entityId: row.entity_id,
    row: row.body,
    sizeBytes: JSON.stringify(row.body).length,
  }))
}
