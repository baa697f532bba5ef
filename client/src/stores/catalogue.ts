import { defineStore } from 'pinia'
import { computed } from 'vue'
import { buildCatalogue, type Catalogue, type CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { readFeed } from '../db/feedPages'
import { readMeta } from '../db/meta'
import { useLive } from './live'
import { useTablet } from './tablet'

/** The catalogue as this tablet last got it; undefined until the first pull is in. */
export const useCatalogueStore = defineStore('catalogue', () => {
  const { store } = useTablet()
  const catalogue = useLive<Catalogue | undefined>(async () => {
    const sync = await readMeta(store.db, 'sync')
    const rows = await readFeed(store.db, store.codec, CATALOGUE_FEED)
    // This feed carries catalogue rows only.
    return buildCatalogue([...rows.values()] as CatalogueRow[], sync?.cursors[CATALOGUE_FEED] ?? 0)
  }, undefined)
  return { catalogue, isReady: computed(() => catalogue.value !== undefined) }
})
