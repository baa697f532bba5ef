import type { CatalogueRow } from '@onetrip/shared/catalogue/catalogue'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { appendToFeeds, readFeeds } from '../../db/feeds'
import type { Tx } from '../../db/transaction'
import { catalogueRows } from './catalogueRows'
import type { DistrictData } from './districtData'

/** A version that cases may rest on was written differently: it needs a new version number instead. */
export type ChangedVersion = { readonly kind: 'published-version-changed'; readonly entityId: string }

const ALL = 1_000_000

/**
 * Brings the catalogue feed to what the data says and answers how many rows it wrote; a repeat writes none.
 * Published items, themes and notices keep their wording: only their end, their pinyin and the words they are
 * searched by may change. Nothing is ever taken out, for cases go on naming it. Call it last in the transaction.
 */
export async function publishDistrict(tx: Tx, data: DistrictData): Promise<Result<number, ChangedVersion[]>> {
  const { districtId } = data.district
  const published = await readFeeds(tx, districtId, { cursors: new Map([[CATALOGUE_FEED, 0]]), limit: ALL })
  // The catalogue feed carries catalogue rows only, and no tombstones: this function alone writes it.
  const rowById = new Map(published.map(({ entityId, row }) => [entityId, row as CatalogueRow]))
  const plan = planPublication(rowById, catalogueRows(data))
  if (!plan.ok) return plan
  const entries = plan.value.map(({ entityId, row }) => ({ feedId: CATALOGUE_FEED, entityId, row }))
  await appendToFeeds(tx, districtId, entries)
  return ok(entries.length)
}

type Entry = { readonly entityId: string; readonly row: CatalogueRow }

/** The rows to be written, in the order given, or every published version that may not be changed like this. */
export function planPublication(
  published: ReadonlyMap<string, CatalogueRow>,
  wanted: ReadonlyMap<string, CatalogueRow>,
): Result<Entry[], ChangedVersion[]> {
  const entries = Array.from(wanted, ([entityId, row]) => ({ entityId, row }))
  const changed = entries.filter(({ entityId, row }) => {
    const before = published.get(entityId)
    return before && canonicalJson(lasting(before)) !== canonicalJson(lasting(row))
  })
  if (changed.length > 0) return err(changed.map(({ entityId }) => ({ kind: 'published-version-changed', entityId })))
  return ok(
    entries.filter(({ entityId, row }) => canonicalJson(published.get(entityId) ?? null) !== canonicalJson(row)),
  )
}

/** What of a row must stay as it was published; nothing of what has no versions, like a station. */
function lasting(row: CatalogueRow): unknown {
  switch (row.kind) {
    case 'item': {
      const { effective, ...item } = row.item
      return { ...item, from: effective.from, pinyin: undefined, alsoKnownAs: undefined, retired: undefined }
    }
    case 'theme':
      return { ...row.theme, pinyin: undefined, alsoKnownAs: undefined }
    case 'notice':
      return row.notice
    default:
      return undefined
  }
}
