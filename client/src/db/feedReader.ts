import { FeedRow } from '@onetrip/shared/wire/feedRow'
import { tryOpenPage, type Page } from './feedPages'
import type { FeedPageRecord, LocalDatabase } from './localDatabase'
import type { RecordCodec } from './recordCodec'

/** All rows of a feed, by entity. `unreadable`: pages and rows that could not be read; they stay where they are. */
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

type OpenedPage = {
  readonly bucket: number
  readonly bytes: ArrayBuffer
  readonly rows: readonly (readonly [entityId: string, row: FeedRow])[]
  /** One for a page that could not be opened. */
  readonly unreadable: number
}

async function openUnlessKnown(
  codec: RecordCodec,
  record: FeedPageRecord,
  known: OpenedPage | undefined,
): Promise<OpenedPage> {
  const { bucket, body } = record
  if (known && isSameBytes(known.bytes, body.bytes)) return known
  const page = await tryOpenPage(codec, record)
  return { bucket, bytes: body.bytes, ...(page ? readRows(page) : { rows: [], unreadable: 1 }) }
}

/** What came unread is tried each time: an app that was updated since can read it. Until then the row before it stands. */
function readRows(page: Page): Pick<OpenedPage, 'rows' | 'unreadable'> {
  const kept = Object.entries(page).map(([entityId, { row, unread }]) => {
    const newest = unread ? FeedRow.safeParse(unread).data : row
    return { entityId, newest, shown: newest ?? row }
  })
  return {
    rows: kept.flatMap(({ entityId, shown }) => (shown ? [[entityId, shown] as const] : [])),
    unreadable: kept.filter(({ newest }) => !newest).length,
  }
}

const toFeedRead = (pages: readonly OpenedPage[]): FeedRead => ({
  rows: new Map(pages.flatMap(({ rows }) => rows)),
  unreadable: pages.reduce((total, page) => total + page.unreadable, 0),
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
