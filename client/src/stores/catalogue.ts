import { defineStore } from 'pinia'
import { computed, onScopeDispose } from 'vue'
import { buildCatalogue, type CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { createFeedReader } from '../db/feedReader'
import { readMeta } from '../db/meta'
import { createLive, lastOf } from './live'
import { useTablet } from './tablet'

/** `missing`: this tablet has never had one. `failed`: there may be one, and it cannot be read. */
export type CatalogueState = 'reading' | 'missing' | 'failed' | 'ready'

/** The catalogue as this tablet last got it; undefined unless `ready`. A good one stays when it cannot be read again. */
export const useCatalogueStore = defineStore('catalogue', () => {
  const { store } = useTablet()
  const readRows = createFeedReader(store, CATALOGUE_FEED)
  const live = createLive(async () => {
    const [sync, read] = await Promise.all([readMeta(store.db, 'sync'), readRows()])
    return { read, version: sync?.cursors[CATALOGUE_FEED] ?? 0 }
  })
  onScopeDispose(live.follow())

  const known = computed(() => lastOf(live.state.value))
  // Each pull writes how far it came; only rows and version make another catalogue.
  const read = computed(() => known.value?.read)
  const version = computed(() => known.value?.version ?? 0)
  const catalogue = computed(
    () =>
      read.value &&
      // This feed carries catalogue rows only.
      buildCatalogue([...read.value.rows.values()] as CatalogueRow[], version.value),
  )
  const unreadable = computed(() => read.value?.unreadable ?? 0)
  const state = computed((): CatalogueState => {
    if (catalogue.value) return 'ready'
    if (live.state.value.kind !== 'ready') return live.state.value.kind
    return unreadable.value > 0 ? 'failed' : 'missing'
  })
  return { catalogue, state, unreadable }
})
