import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { PulledChange } from '@onetrip/shared/wire/pull'
import { readRows, tryOpenPage, type MadePages } from './feedPages'
import type { NewestCasesRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import { placeOfNewest, type RecordCodec } from './recordCodec'

/** So many of each status are there at least, where there are so many. */
export const NEWEST_SHOWN = 50
/** So many are kept, so that not each one that moves on makes it necessary to look through all. */
const NEWEST_KEPT = 64

/** A case and the entity of the feed that it is. */
type NewestCase = readonly [entityId: string, row: StationCaseRow]

/** Newest first, all of the status; where there is a `since`, all down to there, and older ones may be left out. */
type NewestOfStatus = { readonly rows: readonly NewestCase[]; readonly since?: SortKey }
const NONE: NewestOfStatus = { rows: [] }
export type NewestByStatus = Readonly<Record<string, NewestOfStatus>>

type SortKey = Pick<StationCaseRow, 'collectedAt' | 'caseId'>
type Store = Pick<LocalStore, 'db' | 'codec'>

/** Newest first; of the same instant, by id. */
export function compareNewest(a: SortKey, b: SortKey): number {
  if (a.collectedAt !== b.collectedAt) return a.collectedAt < b.collectedAt ? 1 : -1
  return a.caseId < b.caseId ? -1 : Number(a.caseId > b.caseId)
}

/**
 * The newest of each feed, with the changes laid in, sealed; none of a feed whose newest stay as they are. `made`: the
 * pages of the changes, not yet written.
 */
export async function mergeNewest(
  store: Store,
  changes: readonly PulledChange[],
  made: MadePages,
): Promise<NewestCasesRecord[]> {
  const byFeed = groupBy(
    changes.filter(({ feedId }) => feedId !== CATALOGUE_FEED),
    ({ feedId }) => feedId,
  )
  const merged = await Promise.all(
    [...byFeed].map(async ([feedId, ofFeed]) => {
      const known = await openNewest(store, feedId)
      const newest = (known && layIn(known, ofFeed)) ?? pickNewest(await readCases(store, feedId, made))
      return newest === known ? [] : [await sealNewest(store.codec, feedId, newest)]
    }),
  )
  return merged.flat()
}

/** The newest of every feed that has any, picked anew from its pages. */
export async function makeNewest(store: Store, made: MadePages): Promise<NewestCasesRecord[]> {
  const feedIds = await store.db.newestCases.toCollection().primaryKeys()
  return Promise.all(
    feedIds.map(async (feedId) => sealNewest(store.codec, feedId, pickNewest(await readCases(store, feedId, made)))),
  )
}

/** The newest cases of a feed, newest first; undefined where none were written yet, or they cannot be opened. */
export async function readNewest(store: Store, feedId: string): Promise<readonly StationCaseRow[] | undefined> {
  const newest = await openNewest(store, feedId)
  if (!newest) return undefined
  const byEntity = new Map(Object.values(newest).flatMap(({ rows }) => rows))
  return [...byEntity.values()].toSorted(compareNewest)
}

/** Of all cases of a feed, the newest of each status. */
export function pickNewest(cases: Iterable<NewestCase>): NewestByStatus {
  const placed = [...cases].flatMap((one) => statusesOf(one[1]).map((status) => ({ status, one })))
  const byStatus = groupBy(placed, ({ status }) => status)
  return Object.fromEntries([...byStatus].map(([status, of]) => [status, cut({ rows: of.map(({ one }) => one) })]))
}

/**
 * With the changes laid in; the same object where they change nothing. Undefined when of a status fewer are left than are
 * shown, and older ones may be there.
 */
export function layIn(known: NewestByStatus, changes: readonly PulledChange[]): NewestByStatus | undefined {
  // What came unread changes nothing of what is shown.
  const last = new Map(
    changes.flatMap(({ entityId, row }) => (row?.kind === 'unread' ? [] : [[entityId, row] as const])),
  )
  const fresh = [...last].flatMap(([entityId, row]): NewestCase[] => (row?.kind === 'case' ? [[entityId, row]] : []))
  const statuses = new Set([...Object.keys(known), ...fresh.flatMap(([, row]) => statusesOf(row))])
  const laid = [...statuses].map((status): [string, NewestOfStatus] => {
    const before = known[status] ?? NONE
    const { rows, since } = before
    const stay = rows.filter(([entityId]) => !last.has(entityId))
    const join = fresh.filter(([, row]) => statusesOf(row).includes(status) && !(since && isOlder(row, since)))
    const isSame = stay.length === rows.length && join.length === 0
    return [status, isSame ? before : cut({ ...before, rows: [...stay, ...join] })]
  })
  if (laid.every(([status, now]) => now === (known[status] ?? NONE))) return known
  const isWornOut = laid.some(([, { rows, since }]) => since && rows.length < NEWEST_SHOWN)
  return isWornOut ? undefined : Object.fromEntries(laid)
}

function cut({ rows, since }: NewestOfStatus): NewestOfStatus {
  const sorted = rows.toSorted(([, a], [, b]) => compareNewest(a, b))
  if (sorted.length <= NEWEST_KEPT) return { rows: sorted, ...(since && { since }) }
  const kept = sorted.slice(0, NEWEST_KEPT)
  const [, last] = kept[NEWEST_KEPT - 1] ?? []
  return { rows: kept, ...(last && { since: { collectedAt: last.collectedAt, caseId: last.caseId } }) }
}

const isOlder = (row: SortKey, than: SortKey): boolean => compareNewest(row, than) > 0

/** A case of several items may be of several; one that is still arriving has none of a task. */
const statusesOf = ({ tasks }: StationCaseRow): readonly string[] =>
  tasks.length === 0 ? ['arriving'] : [...new Set(tasks.map(({ state }) => state.status))]

/** As all pages say, those that are about to be written among them. */
async function readCases({ db, codec }: Store, feedId: string, made: MadePages): Promise<NewestCase[]> {
  const ofFeed = made.pages.filter((page) => page.feedId === feedId)
  const replaced = new Set([...ofFeed.map(({ bucket }) => bucket), ...made.moved.map(([, bucket]) => bucket)])
  const records = await db.feedPages.where('feedId').equals(feedId).toArray()
  const others = records.filter(({ bucket }) => !replaced.has(bucket))
  const opened = await Promise.all(others.map((record) => tryOpenPage(codec, record)))
  const pages = [...ofFeed.map(({ page }) => page), ...opened.flatMap((page) => (page ? [page] : []))]
  return pages
    .flatMap((page) => readRows(page).rows)
    .flatMap(([entityId, row]): NewestCase[] => (row.kind === 'case' ? [[entityId, row]] : []))
}

async function openNewest({ db, codec }: Store, feedId: string): Promise<NewestByStatus | undefined> {
  const record = await db.newestCases.get(feedId)
  try {
    // Only this file seals them.
    return record && ((await codec.open(placeOfNewest(feedId), record.body)) as NewestByStatus)
  } catch {
    return undefined
  }
}

const sealNewest = async (codec: RecordCodec, feedId: string, newest: NewestByStatus): Promise<NewestCasesRecord> => ({
  feedId,
  body: await codec.seal(placeOfNewest(feedId), newest),
})
