// Goal: a search knows all that the tablet has, however much that is; its copy for the next time is sealed and never
// takes the place of the truth. Method: the app's own search over a store under a real vault, and over pages whose
// opening a test holds back.
import { expect, it, vi } from 'vitest'
import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { aCatalogue, aDraft } from '../../test/agentTablet'
import { eventually } from '../../test/eventually'
import { createSearchScreen } from '../../test/searchScreen'
import { aStationCase } from '../../test/tabletPage'
import { saveDraft } from '../db/commands'
import { RECENT_DRAFTS } from '../db/draftList'
import { createDexieSyncStorage } from '../db/dexieSyncStorage'
import { writeKeptSearch } from '../db/keptSearch'
import { LocalDatabase } from '../db/localDatabase'
import type { LocalStore } from '../db/localStore'
import { readMeta } from '../db/meta'
import { clearCodec, type RecordCodec } from '../db/recordCodec'
import { clearSealer } from '../db/sealer'
import { sealDraft } from '../db/toRecords'
import { createVaultCodec } from '../vault/vaultCodec'
import { importVaultKey } from '../vault/vaultKey'

const STATION = '430102009001'
const FEED = stationFeed(StationId.parse(STATION))
const MANY = 1200

function pull(store: LocalStore, ns: readonly number[], nameOf: (n: number) => string): Promise<void> {
  const rows = ns.map((n) => aStationCase(n, { collectedAt: instantFromMs(n * 60_000), applicantName: nameOf(n) }))
  return createDexieSyncStorage(store).applyPull({
    epoch: 'e1',
    serverTime: instantFromMs(0),
    changes: rows.map((row, seq) => ({ feedId: FEED, entityId: `case:${row.caseId}`, seq, row })),
    cursors: { [FEED]: 1 },
    hasMore: false,
    atMs: 1,
  })
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const nameOf = (n: number): string => (n === 0 ? '欧阳青黛' : '张三')
const aStore = (name: string, codec: RecordCodec = clearCodec): LocalStore => ({
  db: new LocalDatabase(`search-${name}`),
  codec,
  sealer: clearSealer,
})
const untilKept = (store: LocalStore): Promise<void> =>
  vi.waitFor(async () => expect(await readMeta(store.db, 'search')).toBeDefined(), { timeout: 10_000 })
const open = (store: LocalStore) => createSearchScreen(store, STATION, aCatalogue())

it('finds what the server told of, what was taken in here, and what is still being written', async () => {
  const store = aStore('sources')
  await pull(store, upTo(3), nameOf)
  await saveDraft(store, aDraft())
  const { search, sourcesOf } = await open(store).untilWhole()
  expect(search('oyqd', 5)).toMatchObject({ total: 1, best: [{ caseId: aStationCase(0).caseId }] })
  expect(search('002x', 5)).toMatchObject({ total: 1, best: [{ name: '𠮷㛃', reasons: [{ field: 'id-number' }] }] })
  expect(search('spjyxk', 5).total).toBe(4)
  expect(sourcesOf(aDraft().caseId).draft?.step).toBe('check')
})

it('finds by its numbers a case that no list opens any more', async () => {
  const store = aStore('older')
  const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: instantFromMs(0) }
  const copies = upTo(RECENT_DRAFTS + 60).map((n) => aDraft({ caseId: aStationCase(n).caseId, receipt }))
  await store.db.ownCases.bulkPut(await Promise.all(copies.map((draft) => sealDraft(store, draft))))
  const { search } = await open(store).untilWhole()
  expect(search('13900000000', 5).total).toBe(RECENT_DRAFTS + 60)
})

it('follows what changes while it is open, and knows nothing more once it is closed', async () => {
  const store = aStore('follows')
  await pull(store, upTo(3), nameOf)
  const screen = open(store)
  const { search } = await screen.untilWhole()
  await pull(store, [1], () => '李四')
  await eventually(() => expect(search('ls', 5).total).toBe(1))
  screen.close()
  expect(search('ls', 5).total).toBe(0)
})

it('[VAULT-R1] keeps a sealed copy of many, and with it finds one before a single page was opened', async () => {
  const key = await importVaultKey('v', new Uint8Array(32).fill(7))
  const vault = createVaultCodec(key, (length) => crypto.getRandomValues(new Uint8Array(length)))
  const store = aStore('kept', vault)
  await pull(store, upTo(MANY), nameOf)
  const screen = open(store)
  await screen.untilWhole()
  await untilKept(store)
  screen.close()
  const lying = JSON.stringify(await readMeta(store.db, 'search'), (_key, value: unknown) =>
    value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
  )
  expect(/欧阳|张三|食品/.test(lying)).toBe(false)

  const shut = new Promise<never>(() => undefined)
  const blocked: RecordCodec = {
    ...vault,
    open: (place, record) => (place.table === 'meta' ? vault.open(place, record) : shut),
  }
  const later = createSearchScreen({ ...store, codec: blocked }, STATION, aCatalogue())
  expect(await later.findFirst('oyqd', 5)).toMatchObject({ total: 1, best: [{ name: '欧阳青黛' }] })
  later.close()
})

it('what was kept and is no longer true goes as soon as all is read', async () => {
  const store = aStore('stale')
  await pull(store, upTo(MANY), nameOf)
  const screen = open(store)
  await screen.untilWhole()
  await untilKept(store)
  screen.close()
  await pull(store, [0], () => '李四')
  const { search } = await open(store).untilWhole()
  expect([search('oyqd', 5).total, search('ls', 5).total]).toEqual([0, 1])
})

it('of few, no copy stays', async () => {
  const store = aStore('few')
  await pull(store, upTo(3), nameOf)
  await writeKeptSearch(store, new Map([[0, 'of many']]))
  await open(store).untilWhole()
  await vi.waitFor(async () => expect(await readMeta(store.db, 'search')).toBeUndefined(), { timeout: 10_000 })
})
