import type { PulledChange, UnreadRow } from '@onetrip/shared/wire/pull'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { FeedPageRecord, LocalDatabase } from './localDatabase'
import { placeOfPage, type RecordCodec } from './recordCodec'

/** Buckets of a feed. 10,000 rows are 64 reads of 156 rows; ten changes rewrite at most ten buckets. */
export const FEED_BUCKETS = 64

/**
 * What a feed says of an entity, with the epoch of the server that said it. `unread` is the newest that came, where
 * the app that took it could not read it; `row` is then the last that could be. [SYNC-R15]
 */
type PageRow = { readonly row?: FeedRow; readonly unread?: UnreadRow['raw']; readonly epoch: string }
export type Page = Readonly<Record<string, PageRow>>

/** `lostFeeds`: a page of theirs could not be opened and is begun anew; only the whole feed fills it again. */
type Merged = { readonly pages: readonly FeedPageRecord[]; readonly lostFeeds: readonly string[] }

/** The pages that the changes touch, with the changes laid in: ready to be written in one transaction. */
export async function mergeChanges(
  db: LocalDatabase,
  codec: RecordCodec,
  changes: readonly PulledChange[],
  epoch: string,
): Promise<Merged> {
  const byPage = groupBy(changes, (change) => `${change.feedId} ${bucketOf(change.entityId)}`)
  const merged = await Promise.all(
    [...byPage.values()].map(async (ofPage) => {
      const { feedId, bucket } = pageKey(ofPage)
      const known = await db.feedPages.get([feedId, bucket])
      const opened = known ? await tryOpenPage(codec, known) : {}
      const body = await codec.seal(placeOfPage(feedId, bucket), layIn(opened ?? {}, ofPage, epoch))
      return { page: { feedId, bucket, body }, isLost: !opened }
    }),
  )
  return {
    pages: merged.map(({ page }) => page),
    lostFeeds: merged.filter(({ isLost }) => isLost).map(({ page }) => page.feedId),
  }
}

function layIn(page: Page, changes: readonly PulledChange[], epoch: string): Page {
  const rows = new Map(Object.entries(page))
  for (const { entityId, row } of changes) {
    if (!row) rows.delete(entityId)
    else if (row.kind === 'unread') rows.set(entityId, { ...rows.get(entityId), unread: row.raw, epoch })
    else rows.set(entityId, { row, epoch })
  }
  return Object.fromEntries(rows)
}

/**
 * All pages without the rows of other epochs: what a restored server no longer has, nobody may go on showing. A page
 * that cannot be opened shows nothing.
 */
export async function sweepOtherEpochs(
  db: LocalDatabase,
  codec: RecordCodec,
  epoch: string,
): Promise<FeedPageRecord[]> {
  const records = await db.feedPages.toArray()
  const swept = await Promise.all(
    records.map(async (record) => {
      const page = await tryOpenPage(codec, record)
      if (!page) return []
      const entries = Object.entries(page).filter(([, row]) => row.epoch === epoch)
      const place = placeOfPage(record.feedId, record.bucket)
      return [{ ...record, body: await codec.seal(place, Object.fromEntries(entries)) }]
    }),
  )
  return swept.flat()
}

/** Undefined when it cannot be opened. */
export async function tryOpenPage(
  codec: RecordCodec,
  { feedId, bucket, body }: FeedPageRecord,
): Promise<Page | undefined> {
  try {
    // Only this file seals pages.
    return (await codec.open(placeOfPage(feedId, bucket), body)) as Page
  } catch {
    return undefined
  }
}

function pageKey(changes: readonly PulledChange[]): { readonly feedId: string; readonly bucket: number } {
  const [first] = changes
  if (!first) throw new Error('a page without changes')
  return { feedId: first.feedId, bucket: bucketOf(first.entityId) }
}

/** FNV-1a, folded to a bucket: even for ids that differ in a few characters. */
function bucketOf(entityId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < entityId.length; i += 1) hash = Math.imul(hash ^ entityId.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % FEED_BUCKETS
}
