// Runs in Chromium: ten thousand cases of a station in the tablet's store, sealed, and the same rows in bare IndexedDB.
import { createDexieSyncStorage } from '@onetrip/client/db/dexieSyncStorage'
import { LocalDatabase } from '@onetrip/client/db/localDatabase'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { clearSealer } from '@onetrip/client/db/sealer'
import { createVaultCodec } from '@onetrip/client/vault/vaultCodec'
import { importVaultKey } from '@onetrip/client/vault/vaultKey'
import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { createCaseScreen } from '../../client/test/caseScreen'
import { entityOf, makeStationRow } from '../feedRows'

const STATION = StationId.parse('430102009001')
const FEED = stationFeed(STATION)
const SHOWN = 50

type List = () => Promise<readonly string[]>
/** After the list, which is all that counts, the whole is read, as on a screen that stays open. */
type OurList = { readonly list: List; readonly readAllAndClose: () => Promise<unknown> }
const open: { ours: OurList | undefined; bare: List | undefined } = { ours: undefined, bare: undefined }

/** How long it took, and the cases that were found, to be compared. */
export type Listed = { readonly ms: number; readonly caseIds: readonly string[] }

export const listPage = {
  fill: async (count: number, vaultKey: readonly number[]): Promise<void> => {
    const rows = Array.from({ length: count }, (_, nth) => makeStationRow(nth, STATION))
    const store = await openStore(vaultKey)
    await createDexieSyncStorage(store).applyPull({
      epoch: 'bench',
      serverTime: instantFromMs(0),
      changes: rows.map((row, nth) => ({ feedId: FEED, seq: nth + 1, entityId: entityOf(row), row })),
      cursors: { [FEED]: count },
      hasMore: false,
      atMs: 0,
    })
    store.db.close()
    const bare = await openBare()
    const transaction = bare.transaction('rows', 'readwrite', { durability: 'strict' })
    for (const row of rows) transaction.objectStore('rows').put({ ...keyOf(row), row })
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onerror = () => reject(transaction.error ?? new Error('the bare write failed'))
    })
    bare.close()
  },
  /** The vault is open before the time counts; the store is not, when this is the page's first call. */
  ours: async (status: string, vaultKey: readonly number[]): Promise<Listed> => {
    const codec = open.ours ? undefined : await openVault(vaultKey)
    const listed = await time(async () => {
      open.ours ??= createOurList(status, codec)
      return open.ours.list()
    })
    await open.ours?.readAllAndClose()
    return listed
  },
  bare: (status: string): Promise<Listed> =>
    time(async () => {
      open.bare ??= await createBareList(status)
      return open.bare()
    }),
}
export type ListPage = typeof listPage

async function time(list: List): Promise<Listed> {
  const fromMs = performance.now()
  const caseIds = await list()
  return { ms: performance.now() - fromMs, caseIds }
}

type Codec = LocalStore['codec']

const openVault = async (vaultKey: readonly number[]): Promise<Codec> =>
  createVaultCodec(await importVaultKey('bench', Uint8Array.from(vaultKey)), (length) =>
    crypto.getRandomValues(new Uint8Array(length)),
  )

const openStore = async (vaultKey: readonly number[]): Promise<LocalStore> => ({
  db: new LocalDatabase('bench-list'),
  codec: await openVault(vaultKey),
  sealer: clearSealer,
})

/** By the app's own store of cases, as a screen that opens. */
function createOurList(status: string, codec: Codec | undefined): OurList {
  if (!codec) throw new Error('the vault is locked')
  const store: LocalStore = { db: new LocalDatabase('bench-list'), codec, sealer: clearSealer }
  const screen = createCaseScreen(store, STATION)
  return {
    list: async () =>
      (await screen.open())
        .filter(({ tasks }) => tasks.some(({ state }) => state.status === status))
        .slice(0, SHOWN)
        .map(({ caseId }) => caseId),
    readAllAndClose: screen.readAllAndClose,
  }
}

async function createBareList(status: string): Promise<List> {
  const db = await openBare()
  return async () => {
    const found = await new Promise<readonly { readonly row: StationCaseRow }[]>((resolve, reject) => {
      const index = db.transaction('rows').objectStore('rows').index('status')
      const request = index.getAll(IDBKeyRange.bound([status, -Infinity], [status, Infinity]), SHOWN)
      request.onsuccess = () => resolve(request.result as { readonly row: StationCaseRow }[])
      request.onerror = () => reject(request.error ?? new Error('the bare read failed'))
    })
    return found.map(({ row }) => row.caseId)
  }
}

/** Newest first: the time is kept with its sign turned. */
const keyOf = (row: StationCaseRow) => ({
  caseId: row.caseId,
  status: row.tasks[0]?.state.status ?? '',
  newest: -Date.parse(row.collectedAt),
})

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-list-bare', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('rows', { keyPath: 'caseId' }).createIndex('status', ['status', 'newest'])
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not open'))
  })
}

Object.assign(globalThis, { page: listPage })
