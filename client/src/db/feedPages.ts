import type { FeedChange } from '@onetrip/shared/wire/pull'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { FeedPageRecord, LocalDatabase } from './localDatabase'
import type { RecordCodec } from './recordCodec'

/** Buckets of a feed. 10,000 rows are 64 reads of 156 rows; ten changes rewrite at most ten buckets. */
export const FEED_BUCKETS = 64

/** A row with the epoch of the server that sent it. */
type PageRow = { readonly row: FeedRow; readonly epoch: string }
type Page = Readonly<Record<string, PageRow>>

/** All rows of a feed, by entity. */
export async function readFeed(db: LocalDatabase, codec: RecordCodec, feedId: string): Promise<Map<string, FeedRow>> {
  const records = await db.feedPages.where('feedId').equals(feedId).toArray()
  const pages = await Promise.all(records.map((record) => openPage(codec, record)))
  return new Map(pages.flatMap((page) => Object.entries(page).map(([entityId, { row }]) => [entityId, row] as const)))
}

/** The pages that the changes touch, with the changes laid in: ready to be written in one transaction. */
export async function mergeChanges(
  db: LocalDatabase,
  codec: RecordCodec,
  changes: readonly FeedChange[],
  epoch: string,
): Promise<FeedPageRecord[]> {
  const byPage = groupBy(changes, (change) => `${change.feedId} ${bucketOf(change.entityId)}`)
  return Promise.all(
    [...byPage.values()].map(async (ofPage) => {
      const { feedId, bucket } = pageKey(ofPage)
      const known = await db.feedPages.get([feedId, bucket])
      const page = new Map(known ? Object.entries(await openPage(codec, known)) : [])
      for (const { entityId, row } of ofPage) {
        if (row) page.set(entityId, { row, epoch })
        else page.delete(entityId)
      }
      return { feedId, bucket, body: await codec.seal(Object.fromEntries(page)) }
    }),
  )
}

/** All pages without the rows of other epochs: what a restored server no longer has, nobody may go on showing. */
export async function sweepOtherEpochs(
  db: LocalDatabase,
  codec: RecordCodec,
  epoch: string,
): Promise<FeedPageRecord[]> {
  const records = await db.feedPages.toArray()
  return Promise.all(
    records.map(async (record) => {
      const entries = Object.entries(await openPage(codec, record)).filter(([, row]) => row.epoch === epoch)
      return { ...record, body: await codec.seal(Object.fromEntries(entries)) }
    }),
  )
}

const openPage = async (codec: RecordCodec, record: FeedPageRecord): Promise<Page> =>
  // Only this file seals pages.
  (await codec.open(record.body)) as Page

function pageKey(changes: readonly FeedChange[]): { readonly feedId: string; readonly bucket: number } {
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
