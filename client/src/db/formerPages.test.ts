// Goal: what an older app laid out in 64 pages is moved over whole, without a network, and whatever breaks off when:
// every row is there, once. Method: a store as that app wrote it, by its own version of the tables and its own sealing;
// the disk fails at the n-th write, for every n.
import { Dexie } from 'dexie'
import { expect, it } from 'vitest'
import { CATALOGUE_FEED, stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { PulledChange } from '@onetrip/shared/wire/pull'
import { createDexieSyncStorage } from './dexieSyncStorage'
import { createFeedReader } from './feedReader'
import { LocalDatabase } from './localDatabase'
import { clearCodec, placeOfPage, type RecordCodec } from './recordCodec'
import { clearSealer } from './sealer'

const FEED = stationFeed(StationId.parse('430102009001'))
const ROWS = 60
// Nothing reads more of a row here than which one it is.
const rowOf = (n: number, revision = 1): FeedRow => ({ kind: 'theme', theme: { n, revision } }) as unknown as FeedRow
const entity = (n: number): string => `case:${n}`

/** Bound to its place, as the vault does it, so that a page which only changed its number does not open. */
const codec: RecordCodec = {
  seal: async (place, value) => clearCodec.seal(place, [place.id, value]),
  open: async (place, record) => {
    const [id, value] = (await clearCodec.open(place, record)) as [string, unknown]
    if (id !== place.id) throw new Error('sealed for another place')
    return value
  },
}

/** As the app before did it: FNV-1a, folded to 64, in tables of version 2, without a stamp. */
async function anOldStore(name: string): Promise<void> {
  const old = new Dexie(name)
  old.version(1).stores({
    ownCases: 'caseId',
    scans: '[caseId+scanId], caseId',
    outbox: '++seq, &opId, caseId, state',
    uploads: '[caseId+scanId], caseId, state',
    feedPages: '[feedId+bucket], feedId',
    meta: 'key',
  })
  old.version(2).stores({})
  for (const feedId of [FEED, CATALOGUE_FEED]) {
    const pages = new Map<number, Record<string, unknown>>()
    for (let n = 0; n < ROWS; n += 1) {
      let hash = 0x811c9dc5
      for (const letter of entity(n)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
      const bucket = (hash >>> 0) % 64
      pages.set(bucket, { ...pages.get(bucket), [entity(n)]: { row: rowOf(n), epoch: 'e1' } })
    }
    for (const [bucket, page] of pages)
      await old.table('feedPages').put({ feedId, bucket, body: await codec.seal(placeOfPage(feedId, bucket), page) })
  }
  const cursors = { [FEED]: ROWS, [CATALOGUE_FEED]: ROWS }
  const sync = { epoch: 'e1', cursors, isSweepDue: false, lastServerTime: null, lastSyncedAtMs: null }
  await old.table('meta').put({ key: 'sync', value: sync })
  old.close()
}

const openStore = (name: string) => ({ db: new LocalDatabase(name), codec, sealer: clearSealer })
type Store = ReturnType<typeof openStore>

const change = (feedId: PulledChange['feedId'], n: number, row: FeedRow | null): PulledChange => ({
  feedId,
  entityId: entity(n),
  seq: ROWS + n,
  row,
})
const pull = (store: Store, changes: PulledChange[]): Promise<void> =>
  createDexieSyncStorage(store).applyPull({
    epoch: 'e1',
    serverTime: instantFromMs(0),
    changes,
    cursors: { [FEED]: ROWS + 1, [CATALOGUE_FEED]: ROWS },
    hasMore: false,
    atMs: 1,
  })
const before = new Map(Array.from({ length: ROWS }, (_, n) => [entity(n), rowOf(n)]))
const after = new Map([...before, [entity(1), rowOf(1, 2)]])
const read = async (store: Store, feedId = FEED) => createFeedReader(store, feedId)()

it('[SYNC-R3] an older app’s pages are read as they lie, and moved with the next change of their feed', async () => {
  await anOldStore('former')
  const store = openStore('former')
  const steady = createFeedReader(store, FEED)
  expect(await steady()).toEqual({ rows: before, unreadable: 0 })
  await pull(store, [])
  expect(await steady()).toEqual({ rows: before, unreadable: 0 })
  await pull(store, [change(FEED, 1, rowOf(1, 2)), change(FEED, 2, null)])
  const left = new Map([...after].filter(([entityId]) => entityId !== entity(2)))
  for (const now of [await steady(), await read(store)]) expect(now).toEqual({ rows: left, unreadable: 0 })
  const pages = await store.db.feedPages.where('feedId').equals(FEED).toArray()
  expect(pages.filter(({ bucket, stamp }) => bucket < 64 || stamp === undefined)).toEqual([])
  // The catalogue lies as it lay: it is small, and read whole.
  await pull(store, [change(CATALOGUE_FEED, 1, rowOf(1, 2))])
  const catalogue = await read(store, CATALOGUE_FEED)
  expect(catalogue.rows).toEqual(after)
})

it('[SYNC-R3] broken off at any write, nothing has moved, and the next pull moves it', async () => {
  for (let lastWrite = 0; lastWrite < 400; lastWrite += 1) {
    const name = `former-crash-${lastWrite}`
    await anOldStore(name)
    const falling = openStore(name)
    const crash = crashAfter(falling.db, lastWrite)
    const isThrough = await pull(falling, [change(FEED, 1, rowOf(1, 2))]).then(
      () => true,
      () => false,
    )
    falling.db.close()
    const store = openStore(name)
    expect((await read(store)).rows.size).toBe(ROWS)
    expect((await read(store)).rows.get(entity(1))).toEqual(rowOf(1, isThrough ? 2 : 1))
    expect((await createDexieSyncStorage(store).readPosition()).cursors[FEED]).toBe(isThrough ? ROWS + 1 : ROWS)
    await pull(store, [change(FEED, 1, rowOf(1, 2))])
    const now = await read(store)
    expect([now.unreadable, now.rows]).toEqual([0, after])
    await store.db.delete()
    if (isThrough) {
      expect(crash.writes()).toBe(lastWrite)
      expect(lastWrite).toBeGreaterThan(80)
      return
    }
  }
  throw new Error('it never got through')
})

/** From the n-th write on, the tablet's store takes nothing more. */
function crashAfter(db: LocalDatabase, lastWrite: number) {
  const seen = { writes: 0 }
  const guard = () => {
    if (seen.writes === lastWrite) throw new Error('the tablet fell')
    seen.writes += 1
  }
  for (const table of db.tables) {
    table.hook('creating', guard)
    table.hook('updating', () => guard())
    table.hook('deleting', guard)
  }
  return { writes: () => seen.writes }
}

it('[SYNC-R15] a page of an older app that cannot be opened moves nowhere: its feed is read again from the start', async () => {
  await anOldStore('former-damaged')
  const store = openStore('former-damaged')
  const [page] = await store.db.feedPages.where('feedId').equals(FEED).toArray()
  if (!page) throw new Error('no page was written')
  await store.db.feedPages.update([FEED, page.bucket], { body: { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) } })
  expect(await read(store)).toMatchObject({ unreadable: 1 })
  await pull(store, [change(FEED, 1, rowOf(1, 2))])
  expect((await createDexieSyncStorage(store).readPosition()).cursors).toEqual({ [FEED]: 0, [CATALOGUE_FEED]: ROWS })
  expect((await read(store)).unreadable).toBe(0)
  await pull(
    store,
    [...before].map(([, row], n) => change(FEED, n, row)),
  )
  expect((await read(store)).rows.size).toBe(ROWS)
})
