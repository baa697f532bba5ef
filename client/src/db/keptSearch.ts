import type { LocalStore } from './localStore'
import { readMeta, writeMeta } from './meta'
import { placeOfKeptSearch, type SealedRecord } from './recordCodec'

type Store = Pick<LocalStore, 'db' | 'codec'>

/**
 * What was kept of a search the last time, by page. It is a copy and may be behind: whoever reads it goes on to read the
 * truth. A page that cannot be opened is left out.
 */
export async function readKeptSearch({ db, codec }: Store): Promise<ReadonlyMap<number, unknown>> {
  const kept = await readMeta(db, 'search')
  const opened = await Promise.all(
    Object.entries(kept?.pages ?? {}).map(async ([key, sealed]) => {
      const page = Number(key)
      try {
        return [[page, await codec.open(placeOfKeptSearch(page), sealed)] as const]
      } catch {
        return []
      }
    }),
  )
  return new Map(opened.flat())
}

/** Puts these pages in the place of those before; the others stay. One is sealed after the other: nobody waits for them. */
export async function writeKeptSearch({ db, codec }: Store, pages: ReadonlyMap<number, unknown>): Promise<void> {
  const sealed: Record<number, SealedRecord> = {}
  for (const [page, value] of pages) sealed[page] = await codec.seal(placeOfKeptSearch(page), value)
  await db.transaction('rw', db.meta, async () => {
    const before = await readMeta(db, 'search')
    await writeMeta(db, 'search', { pages: { ...before?.pages, ...sealed } })
  })
}

/** Nothing is kept any more. Where nothing was, the disk is not troubled. */
export async function forgetKeptSearch({ db }: Pick<Store, 'db'>): Promise<void> {
  if (await readMeta(db, 'search')) await db.meta.delete('search')
}
