import { Dexie } from 'dexie'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import { isFormer, readRows, tryOpenPage, type PageRead } from './feedPages'
import type { FeedPageRecord, LocalDatabase } from './localDatabase'
import type { LocalStore } from './localStore'
import type { RecordCodec } from './recordCodec'

/** All rows of a feed, by entity. `unreadable`: pages and rows that could not be read; they stay where they are. */
export type FeedRead = { readonly rows: ReadonlyMap<string, FeedRow>; readonly unreadable: number }

/**
 * Reads a feed as often as it is called: the first time whole, then only the pages that were written since. An answer
 * that is the same is the same object, and so is a row of a page that is: nothing is built from it twice.
 */
export function createFeedReader(
  { db, codec }: Pick<LocalStore, 'db' | 'codec'>,
  feedId: string,
): () => Promise<FeedRead> {
  const kept: Kept = { pages: new Map(), seen: undefined, answer: { rows: new Map(), unreadable: 0 } }
  return async () => {
    const records = await readSince(db, feedId, kept.seen)
    const opened = await Promise.all(records.map((record) => openPage(codec, record)))
    const fresh = opened.filter(({ stamp, bucket }) => stamp > (kept.pages.get(bucket)?.stamp ?? -1))
    if (kept.seen === undefined || fresh.length > 0) layIn(kept, feedId, fresh)
    return kept.answer
  }
}

type OpenedPage = PageRead & { readonly bucket: number; readonly stamp: number }
type Kept = { pages: ReadonlyMap<number, OpenedPage>; seen: number | undefined; answer: FeedRead }

/** Pages of an older app bear no stamp: the first time, it is not asked for one. */
function readSince({ feedPages }: LocalDatabase, feedId: string, seen: number | undefined): Promise<FeedPageRecord[]> {
  return seen === undefined
    ? feedPages.where('feedId').equals(feedId).toArray()
    : feedPages.where('[feedId+stamp]').between([feedId, seen], [feedId, Dexie.maxKey], false).toArray()
}

async function openPage(codec: RecordCodec, record: FeedPageRecord): Promise<OpenedPage> {
  const { bucket, stamp = 0 } = record
  const page = await tryOpenPage(codec, record)
  return { bucket, stamp, ...(page ? readRows(page) : { rows: [], unreadable: 1 }) }
}

/** Where there is a page of now, those of an older app were moved over, all of them. */
function layIn(kept: Kept, feedId: string, fresh: readonly OpenedPage[]): void {
  const pages = new Map([...kept.pages, ...fresh.map((page) => [page.bucket, page] as const)])
  const isMoved = [...pages.keys()].some((bucket) => !isFormer({ feedId, bucket }))
  const shown = [...pages].filter(([bucket]) => !isMoved || !isFormer({ feedId, bucket }))
  kept.pages = new Map(shown)
  kept.seen = Math.max(kept.seen ?? 0, ...fresh.map(({ stamp }) => stamp))
  kept.answer = toFeedRead([...kept.pages.values()])
}

const toFeedRead = (pages: readonly OpenedPage[]): FeedRead => ({
  rows: new Map(pages.flatMap(({ rows }) => rows)),
  unreadable: pages.reduce((total, page) => total + page.unreadable, 0),
})
