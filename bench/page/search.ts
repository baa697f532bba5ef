// Runs in Chromium: ten thousand cases of a station in the tablet's store, sealed, some of them taken in on it, and the
// app's own search over them; and the same texts in memory, looked through one by one.
import { createDexieSyncStorage } from '@onetrip/client/db/dexieSyncStorage'
import { LocalDatabase } from '@onetrip/client/db/localDatabase'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { clearSealer } from '@onetrip/client/db/sealer'
import { sealDraft } from '@onetrip/client/db/toRecords'
import { createVaultCodec } from '@onetrip/client/vault/vaultCodec'
import { importVaultKey } from '@onetrip/client/vault/vaultKey'
import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { createSearchScreen, type SearchScreen } from '../../client/test/searchScreen'
import { entityOf } from '../feedRows'
import { aSearchCatalogue, makeOwnCopy, makeSearchedRow } from '../searchRows'

const STATION = StationId.parse('430102009001')
const FEED = stationFeed(STATION)
const SHOWN = 50
/** Every so many cases one was taken in on this tablet. */
const OWN_EVERY = 40
const KEPT_AFTER_MS = 3000

const open: { screen: SearchScreen | undefined } = { screen: undefined }

export type Searched = { readonly ms: number; readonly total: number }

export const searchPage = {
  fill: async (count: number, vaultKey: readonly number[]): Promise<void> => {
    const store = await openStore(vaultKey)
    const rows = Array.from({ length: count }, (_, nth) => makeSearchedRow(nth, STATION))
    await createDexieSyncStorage(store).applyPull({
      epoch: 'bench',
      serverTime: instantFromMs(0),
      changes: rows.map((row, nth) => ({ feedId: FEED, seq: nth + 1, entityId: entityOf(row), row })),
      cursors: { [FEED]: count },
      hasMore: false,
      atMs: 0,
    })
    const own = rows.filter((_, nth) => nth % OWN_EVERY === 1).map(makeOwnCopy)
    await store.db.ownCases.bulkPut(await Promise.all(own.map((draft) => sealDraft(store, draft))))
    store.db.close()
  },
  /** The vault is open before the time counts; the store is not, and nothing has been read. */
  first: async (typed: string, vaultKey: readonly number[]): Promise<Searched> => {
    const store = await openStore(vaultKey)
    const fromMs = performance.now()
    open.screen = createSearchScreen(store, STATION, aSearchCatalogue)
    const { total } = await open.screen.findFirst(typed, SHOWN)
    return { ms: performance.now() - fromMs, total }
  },
  /** Waits until all can be found. */
  untilWhole: async (): Promise<void> => void (await open.screen?.untilWhole()),
  /** What was found is kept for the next time a while after all was read. */
  untilKept: () => new Promise((resolve) => setTimeout(resolve, KEPT_AFTER_MS)),
  /** One more key stroke, with everything read: the best and how many there are. */
  again: async (typed: string): Promise<Searched> => {
    const search = await open.screen?.untilWhole()
    if (!search) throw new Error('no screen was opened')
    const fromMs = performance.now()
    const { total } = search.search(typed, SHOWN)
    return { ms: performance.now() - fromMs, total }
  },
  /** Names and numbers of as many cases, in memory, each asked whether it has the text in it. */
  bareScan: (count: number, typed: string): Searched => {
    bare.texts ??= Array.from({ length: count }, (_, nth) => {
      const { applicantName, receiptNumber } = makeSearchedRow(nth, STATION)
      return { applicantName, receiptNumber }
    })
    const fromMs = performance.now()
    const found = bare.texts.filter((one) => one.applicantName.includes(typed) || one.receiptNumber.includes(typed))
    return { ms: performance.now() - fromMs, total: found.length }
  },
}
export type SearchPage = typeof searchPage

type Bare = { readonly applicantName: string; readonly receiptNumber: string }
const bare: { texts: readonly Bare[] | undefined } = { texts: undefined }

const openStore = async (vaultKey: readonly number[]): Promise<LocalStore> => ({
  db: new LocalDatabase('bench-search'),
  codec: createVaultCodec(await importVaultKey('bench', Uint8Array.from(vaultKey)), (length) =>
    crypto.getRandomValues(new Uint8Array(length)),
  ),
  sealer: clearSealer,
})

Object.assign(globalThis, { page: searchPage })
