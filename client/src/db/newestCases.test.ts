// Goal: what a screen shows first is what the whole feed would show there, whatever happened before. Method: histories of
// changes are drawn; beside the record that is carried on from change to change lies the whole feed, as a map.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CaseId, stationFeed, StationId, TaskId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { PulledChange } from '@onetrip/shared/wire/pull'
import { createCaseReader } from './caseReader'
import { createDexieSyncStorage } from './dexieSyncStorage'
import { LocalDatabase } from './localDatabase'
import { compareNewest, layIn, NEWEST_SHOWN, pickNewest, type NewestByStatus } from './newestCases'
import { clearCodec, type RecordCodec } from './recordCodec'
import { clearSealer } from './sealer'

const STATION = StationId.parse('430102009001')
const FEED = stationFeed(STATION)
const STATUSES = ['received', 'accepted', 'approved'] as const
type Status = (typeof STATUSES)[number]

const uuid = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`

function aCase(n: number, statuses: readonly Status[], atMinute = n): StationCaseRow {
  const at = instantFromMs(atMinute * 60_000)
  return {
    kind: 'case',
    caseId: CaseId.parse(uuid(n)),
    stationId: STATION,
    revision: 1,
    receiptNumber: `R${n}`,
    applicantName: '样例',
    items: [],
    capacity: 'window',
    collectedAt: at,
    scans: { arrived: 1, total: 1 },
    // Nothing here looks at more of a task than where it stands.
    tasks: statuses.map((status, nth) => ({ taskId: TaskId.parse(uuid(900_000 + nth)), state: { status } }) as never),
    dispatches: [],
  }
}

const entity = (n: number): string => `case:${uuid(n)}`
const change = (n: number, row: PulledChange['row']): PulledChange => ({
  feedId: FEED,
  entityId: entity(n),
  seq: n,
  row,
})
const unread = { kind: 'unread', raw: { kind: 'of-a-newer-server' } } as const

const statusesOf = (row: StationCaseRow) => row.tasks.map(({ state }) => state.status)
const ofStatus = (rows: Iterable<StationCaseRow>, status: Status): StationCaseRow[] =>
  [...rows].filter((row) => statusesOf(row).includes(status)).toSorted(compareNewest)

/** For each status the first rows are the feed's own first rows, and as many as are shown, or all. */
function expectTrue(newest: NewestByStatus, whole: ReadonlyMap<string, StationCaseRow>): void {
  for (const status of STATUSES) {
    const shown = (newest[status]?.rows ?? []).map(([, row]) => row)
    const all = ofStatus(whole.values(), status)
    expect(shown).toEqual(all.slice(0, shown.length))
    expect(shown.length).toBeGreaterThanOrEqual(Math.min(NEWEST_SHOWN, all.length))
  }
}

const CASES = 300
const aStatus = fc.constantFrom(...STATUSES)
const aWrite = fc.record({
  // The newest change most, so that lists wear out.
  n: fc.oneof(fc.integer({ min: 0, max: CASES - 1 }), fc.integer({ min: CASES - 80, max: CASES - 1 })),
  becomes: fc.oneof(
    { weight: 3, arbitrary: fc.uniqueArray(aStatus, { minLength: 1, maxLength: 2 }) },
    { weight: 2, arbitrary: fc.constantFrom('gone' as const, 'unread' as const) },
  ),
  atMinute: fc.integer({ min: 0, max: 30 }),
})

it('[SYNC-R3] carried on from change to change, says what all rows would say', () => {
  const seen = { wornOut: 0, carriedOn: 0 }
  fc.assert(
    fc.property(
      fc.array(fc.array(aWrite, { minLength: 20, maxLength: 60 }), { minLength: 4, maxLength: 10 }),
      (history) => {
        const whole = new Map(
          Array.from({ length: CASES }, (_, n) => [entity(n), aCase(n, [n % 2 ? 'received' : 'accepted'])]),
        )
        let newest = pickNewest(whole)
        expectTrue(newest, whole)
        for (const writes of history) {
          const changes = writes.map(({ n, becomes, atMinute }) => {
            if (becomes === 'unread') return change(n, unread)
            return change(n, becomes === 'gone' ? null : aCase(n, becomes, atMinute * 10))
          })
          for (const { entityId, row } of changes) {
            if (!row) whole.delete(entityId)
            else if (row.kind === 'case') whole.set(entityId, row)
          }
          const laid = layIn(newest, changes)
          seen[laid ? 'carriedOn' : 'wornOut'] += 1
          newest = laid ?? pickNewest(whole)
          expectTrue(newest, whole)
        }
      },
    ),
    { numRuns: 30 },
  )
  // Both ways were gone.
  expect(seen.carriedOn).toBeGreaterThan(20)
  expect(seen.wornOut).toBeGreaterThan(5)
})

async function aStore(name: string) {
  const sealed = { newest: 0 }
  const codec: RecordCodec = {
    ...clearCodec,
    seal: async (place, value) => {
      if (place.table === 'newestCases') sealed.newest += 1
      return clearCodec.seal(place, value)
    },
  }
  const store = { db: new LocalDatabase(`newest-${name}`), codec, sealer: clearSealer }
  const storage = createDexieSyncStorage(store)
  const pull = (changes: PulledChange[], epoch = 'e1') =>
    storage.applyPull({
      epoch,
      serverTime: instantFromMs(0),
      changes,
      cursors: { [FEED]: 1 },
      hasMore: false,
      atMs: 1,
    })
  await storage.beginEpoch('e1')
  const readNewest = async () => (await createCaseReader(store, FEED).readNewest())?.newestFirst
  const readAll = async () => (await createCaseReader(store, FEED).readAll()).newestFirst
  return { store, sealed, storage, pull, readNewest, readAll }
}

const many = (count: number): PulledChange[] =>
  Array.from({ length: count }, (_, n) => change(n, aCase(n, [STATUSES[n % 3] ?? 'received'])))

it('is there with the first pull, and fuller again when it has worn out', async () => {
  const { pull, readNewest, readAll } = await aStore('worn')
  expect(await readNewest()).toBeUndefined()
  await pull(many(600))
  expect((await readNewest())?.slice(0, NEWEST_SHOWN)).toEqual((await readAll()).slice(0, NEWEST_SHOWN))
  const newest = ofStatus(await readAll(), 'received').slice(0, 40)
  await pull(newest.map((row) => ({ ...change(0, null), entityId: `case:${row.caseId}` })))
  const shown = (await readNewest()) ?? []
  expect(ofStatus(shown, 'received').length).toBeGreaterThanOrEqual(NEWEST_SHOWN)
  expect(shown.slice(0, NEWEST_SHOWN)).toEqual((await readAll()).slice(0, NEWEST_SHOWN))
})

it('is picked anew where it was never written, or cannot be opened', async () => {
  for (const spoil of ['delete', 'damage'] as const) {
    const { store, pull, readNewest, readAll } = await aStore(spoil)
    await pull(many(30))
    if (spoil === 'delete') await store.db.newestCases.clear()
    else await store.db.newestCases.put({ feedId: FEED, body: { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) } })
    expect(await readNewest()).toBeUndefined()
    await pull([change(40, aCase(40, ['accepted']))])
    expect(await readNewest()).toEqual(await readAll())
    expect(await readAll()).toHaveLength(31)
  }
})

it('is not written anew where the changes are older than all that it shows', async () => {
  const { sealed, pull, readNewest, readAll } = await aStore('untouched')
  await pull(many(600))
  await pull([change(3, aCase(3, ['approved'])), change(4, null)])
  expect(sealed.newest).toBe(1)
  expect((await readNewest())?.slice(0, NEWEST_SHOWN)).toEqual((await readAll()).slice(0, NEWEST_SHOWN))
  await pull([change(3, aCase(3, ['approved'], 1000))])
  expect((await readNewest())?.[0]).toEqual(aCase(3, ['approved'], 1000))
})

it('[SYNC-R8] shows nothing that a restored server no longer has, once all feeds were read', async () => {
  const { storage, pull, readNewest, readAll } = await aStore('restored')
  await pull(many(30))
  await storage.beginEpoch('e2')
  await pull([change(1, aCase(1, ['accepted']))], 'e2')
  expect(await readNewest()).toEqual([aCase(1, ['accepted'])])
  expect(await readAll()).toEqual([aCase(1, ['accepted'])])
})

it('gives the same list while nothing is new, and the same rows where a page is', async () => {
  const { store, pull } = await aStore('same')
  await pull(many(300))
  const cases = createCaseReader(store, FEED)
  expect((await cases.readNewest())?.newestFirst).toHaveLength(192)
  const first = await cases.readAll()
  expect(await cases.readAll()).toBe(first)
  expect(await cases.readNewest()).toBeUndefined()
  await pull([change(5, aCase(5, ['approved'], 1000)), change(6, null)])
  const second = await cases.readAll()
  expect(second.newestFirst[0]).toEqual(aCase(5, ['approved'], 1000))
  expect(second.newestFirst).toHaveLength(299)
  expect(second.newestFirst).toEqual(second.newestFirst.toSorted(compareNewest))
  const before = new Set(first.newestFirst)
  expect(second.newestFirst.filter((row) => before.has(row)).length).toBeGreaterThan(280)
})
