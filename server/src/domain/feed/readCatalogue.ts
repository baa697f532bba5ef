import { buildCatalogue, type Catalogue, type CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { CATALOGUE_FEED, type DistrictId } from '@onetrip/shared/lib/ids'
import { readFeedHeads, readFeeds } from '../../db/feeds'
import type { Tx } from '../../db/transaction'

const ALL = 1_000_000

/** Hands out the catalogue as it stands in this transaction. */
export type CatalogueReader = (tx: Tx, districtId: DistrictId) => Promise<Catalogue>

/**
 * Reads the catalogue from its own feed, as tablets do, and keeps the last one: a hit costs one indexed
 * row. Never stale: the feed's head is compared in the caller's transaction.
 */
export function createCatalogueReader(): CatalogueReader {
  const kept = new Map<DistrictId, Catalogue>()
  return async (tx, districtId) => {
    const head = (await readFeedHeads(tx, districtId, [CATALOGUE_FEED])).get(CATALOGUE_FEED) ?? 0
    const known = kept.get(districtId)
    if (known?.version === head) return known
    const changes = await readFeeds(tx, districtId, { cursors: new Map([[CATALOGUE_FEED, 0]]), limit: ALL })
    // The feed `catalogue` carries catalogue rows only; they were validated when they were published.
    const rows = changes.flatMap((change) => (change.row ? [change.row as CatalogueRow] : []))
    const catalogue = buildCatalogue(rows, head)
    if (!catalogue) throw new Error(`district ${districtId} has no catalogue: run the preparation step`)
    kept.set(districtId, catalogue)
    return catalogue
  }
}
