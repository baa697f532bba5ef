import { CATALOGUE_FEED, type FeedId } from '@onetrip/shared/lib/ids'
import type { PulledChange, UnreadRow } from '@onetrip/shared/wire/pull'
import { FeedRow } from '@onetrip/shared/wire/feedRow'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { FeedPageRecord, LocalDatabase } from './localDatabase'
import type { LocalStore } from './localStore'
import { readMeta, writeMeta } from './meta'
import { placeOfPage, type RecordCodec } from './recordCodec'

/** How a feed's entities are spread over its pages: `count` buckets, the first of which is `first`. */
type Layout = { readonly first: number; readonly count: number }

/**
 * A few hundred rows that seldom change and are always read whole. Older apps laid every feed out like this: in others
 * than the catalogue, buckets of these numbers are moved over with the next change.
 */
const FEW_BUCKETS: Layout = { first: 0, count: 64 }
/** Ten thousand cases are pages of 20: a change opens, seals and writes 15 KB, and the whole is read at one go. */
const CASE_BUCKETS: Layout = { first: 64, count: 512 }

const layoutOf = (feedId: string): Layout => (feedId === CATALOGUE_FEED ? FEW_BUCKETS : CASE_BUCKETS)

/** Whether it is a page of an older app, still to be moved over. */
export const isFormer = ({ feedId, bucket }: Pick<FeedPageRecord, 'feedId' | 'bucket'>): boolean =>
  bucket < layoutOf(feedId).first

/**
 * What a feed says of an entity, with the epoch of the server that said it. `unread` is the newest that came, where
 * the app that took it could not read it; `row` is then the last that could be. [SYNC-R15]
 */
type PageRow = { readonly row?: FeedRow; readonly unread?: UnreadRow['raw']; readonly epoch: string }
export type Page = Readonly<Record<string, PageRow>>

/** A page that is ready to be written, and what is in it. */
export type MadePage = Omit<FeedPageRecord, 'stamp'> & { readonly page: Page }

/** What is to be written together. */
export type MadePages = {
  readonly pages: readonly MadePage[]
  /** Pages of an older app, whose rows are in `pages`: they go. */
  readonly moved: readonly (readonly [feedId: string, bucket: number])[]
  /** A page of theirs could not be opened and is begun anew; only the whole feed fills it again. */
  readonly lostFeeds: readonly string[]
}

type Codec = Pick<LocalStore, 'db' | 'codec'>

/** The pages that the changes touch, with the changes laid in: ready to be written in one transaction. */
export async function mergeChanges(store: Codec, changes: readonly PulledChange[], epoch: string): Promise<MadePages> {
  const byFeed = groupBy(changes, ({ feedId }) => feedId)
  const made = await Promise.all([...byFeed].map(([feedId, ofFeed]) => mergeFeed(store, feedId, { ofFeed, epoch })))
  return {
    pages: made.flatMap(({ pages }) => pages),
    moved: made.flatMap(({ moved }) => moved),
    lostFeeds: made.flatMap(({ lostFeeds }) => lostFeeds),
  }
}

async function mergeFeed(
  store: Codec,
  feedId: FeedId,
  { ofFeed, epoch }: { readonly ofFeed: readonly PulledChange[]; readonly epoch: string },
): Promise<MadePages> {
  const byBucket = groupBy(ofFeed, ({ entityId }) => bucketOf(feedId, entityId))
  const former = await readFormer(store, feedId)
  const { rowsByBucket, isLost } = former ?? (await readBuckets(store, feedId, [...byBucket.keys()]))
  const touched = new Set([...byBucket.keys(), ...rowsByBucket.keys()])
  const pages = await Promise.all(
    [...touched].map(async (bucket) => {
      const page = layIn(rowsByBucket.get(bucket) ?? {}, byBucket.get(bucket) ?? [], epoch)
      return { feedId, bucket, page, body: await store.codec.seal(placeOfPage(feedId, bucket), page) }
    }),
  )
  return { pages, moved: former?.keys ?? [], lostFeeds: isLost ? [feedId] : [] }
}

type OpenedRows = { readonly rowsByBucket: ReadonlyMap<number, Page>; readonly isLost: boolean }

async function readBuckets({ db, codec }: Codec, feedId: FeedId, buckets: readonly number[]): Promise<OpenedRows> {
  const known = await db.feedPages.bulkGet(buckets.map((bucket): [string, number] => [feedId, bucket]))
  const opened = await Promise.all(known.flatMap((record) => (record ? [openAs(codec, record)] : [])))
  return {
    rowsByBucket: new Map(opened.map(({ bucket, page }) => [bucket, page ?? {}])),
    isLost: opened.some(({ page }) => !page),
  }
}

/** All rows of a feed that an older app laid out, by the buckets in which they belong now; undefined where there are none. */
async function readFormer({ db, codec }: Codec, feedId: FeedId) {
  const { first } = layoutOf(feedId)
  if (first === 0) return undefined
  const records = await db.feedPages.where('[feedId+bucket]').between([feedId, 0], [feedId, first]).toArray()
  if (records.length === 0) return undefined
  const opened = await Promise.all(records.map((record) => openAs(codec, record)))
  const entries = opened.flatMap(({ page }) => Object.entries(page ?? {}))
  const byBucket = groupBy(entries, ([entityId]) => bucketOf(feedId, entityId))
  return {
    rowsByBucket: new Map([...byBucket].map(([bucket, ofBucket]) => [bucket, Object.fromEntries(ofBucket)])),
    isLost: opened.some(({ page }) => !page),
    keys: records.map(({ bucket }) => [feedId, bucket] as const),
  }
}

const openAs = async (codec: RecordCodec, record: FeedPageRecord) => ({
  bucket: record.bucket,
  page: await tryOpenPage(codec, record),
})

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
export async function sweepOtherEpochs({ db, codec }: Codec, epoch: string): Promise<MadePages> {
  const records = await db.feedPages.toArray()
  const swept = await Promise.all(
    records.map(async (record) => {
      const { feedId, bucket } = record
      const opened = await tryOpenPage(codec, record)
      if (!opened) return []
      const page = Object.fromEntries(Object.entries(opened).filter(([, row]) => row.epoch === epoch))
      return [{ feedId, bucket, page, body: await codec.seal(placeOfPage(feedId, bucket), page) }]
    }),
  )
  return { pages: swept.flat(), moved: [], lostFeeds: [] }
}

/** Writes them, all or none, under a stamp that is newer than every other: by it a reader finds what is new to it. */
export async function putPages(db: LocalDatabase, { pages, moved }: MadePages): Promise<void> {
  await db.transaction('rw', db.feedPages, db.meta, async () => {
    const stamp = ((await readMeta(db, 'pages'))?.lastStamp ?? 0) + 1
    await writeMeta(db, 'pages', { lastStamp: stamp })
    await db.feedPages.bulkDelete(moved.map(([feedId, bucket]): [string, number] => [feedId, bucket]))
    await db.feedPages.bulkPut(pages.map(({ feedId, bucket, body }) => ({ feedId, bucket, stamp, body })))
  })
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

/** `unreadable`: how many rows came that could not be read. */
export type PageRead = {
  readonly rows: readonly (readonly [entityId: string, row: FeedRow])[]
  readonly unreadable: number
}

/** What came unread is tried each time: an app that was updated since can read it. Until then the row before it stands. */
export function readRows(page: Page): PageRead {
  const kept = Object.entries(page).map(([entityId, { row, unread }]) => {
    const newest = unread ? FeedRow.safeParse(unread).data : row
    return { entityId, newest, shown: newest ?? row }
  })
  return {
    rows: kept.flatMap(({ entityId, shown }) => (shown ? [[entityId, shown] as const] : [])),
    unreadable: kept.filter(({ newest }) => !newest).length,
  }
}

/** FNV-1a, folded to a bucket: even for ids that differ in a few characters. */
function bucketOf(feedId: string, entityId: string): number {
  const { first, count } = layoutOf(feedId)
  let hash = 0x811c9dc5
  for (let i = 0; i < entityId.length; i += 1) hash = Math.imul(hash ^ entityId.charCodeAt(i), 0x01000193)
  return first + ((hash >>> 0) % count)
}
