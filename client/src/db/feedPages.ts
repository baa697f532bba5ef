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

/** All rows of a feed, by entity. `unreadable`: pages that could not be opened; they stay where they are. */
export type FeedRead = { readonly rows: ReadonlyMap<string, FeedRow>; readonly unreadable: number }

/**
 * Reads a feed as often as it is called. A page is opened anew only when its bytes are others, and an answer
 * that is the same is the same object, so that nothing is built from it twice.
 */
export function createFeedReader(
  { db, codec }: { readonly db: LocalDatabase; readonly codec: RecordCodec },
  feedId: string,
): () => Promise<FeedRead> {
  const kept: { pages: readonly OpenedPage[]; answer: FeedRead } = {
    pages: [],
    answer: { rows: new Map(), unreadable: 0 },
  }
  return async () => {
    const records = await db.feedPages.where('feedId').equals(feedId).toArray()
    const known = new Map(kept.pages.map((page) => [page.bucket, page]))
    const pages = await Promise.all(records.map((record) => openUnlessKnown(codec, record, known.get(record.bucket))))
    const isSame = pages.length === kept.pages.length && pages.every((page, at) => page === kept.pages[at])
    if (!isSame) {
      kept.pages = pages
      kept.answer = toFeedRead(pages)
    }
    return kept.answer
  }
}

/** `rows` is undefined where the page could not be opened. */
type OpenedPage = {
  readonly bucket: number
  readonly bytes: ArrayBuffer
  readonly rows: readonly (readonly [entityId: string, row: FeedRow])[] | undefined
}

async function openUnlessKnown(
  codec: RecordCodec,
  record: FeedPageRecord,
  known: OpenedPage | undefined,
): Promise<OpenedPage> {
  const { bucket, body } = record
  if (known && isSameBytes(known.bytes, body.bytes)) return known
  try {
    const page = Object.entries(await openPage(codec, record))
    return { bucket, bytes: body.bytes, rows: page.map(([entityId, { row }]) => [entityId, row] as const) }
  } catch {
    return { bucket, bytes: body.bytes, rows: undefined }
  }
}

const toFeedRead = (pages: readonly OpenedPage[]): FeedRead => ({
  rows: new Map(pages.flatMap(({ rows }) => rows ?? [])),
  unreadable: pages.filter(({ rows }) => !rows).length,
})

/** Four bytes at a time: a feed of ten thousand rows is ten megabytes. */
function isSameBytes(one: ArrayBuffer, other: ArrayBuffer): boolean {
  if (one.byteLength !== other.byteLength) return false
  const whole = one.byteLength - (one.byteLength % 4)
  const isSame = (a: Uint32Array | Uint8Array, b: Uint32Array | Uint8Array): boolean => {
    for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
    return true
  }
  return (
    isSame(new Uint32Array(one, 0, whole / 4), new Uint32Array(other, 0, whole / 4)) &&
    isSame(new Uint8Array(one, whole), new Uint8Array(other, whole))
  )
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
