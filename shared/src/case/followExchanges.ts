import type { ScanId } from '../lib/ids'
import type { MaterialEntry, ScanRef } from './content'

/** A page, and what the station named in its place while it was awaited. */
export type PageExchange = { readonly replaces: ScanId; readonly by: ScanRef }

/** The same words with each page that was exchanged as it is named now; `exchanges` in their order. [CASE-R17] */
export function followExchanges<Said extends { readonly materials: readonly MaterialEntry[] }>(
  said: Said,
  exchanges: readonly PageExchange[],
): Said {
  const follow = (page: ScanRef): ScanRef =>
    exchanges.reduce((now, { replaces, by }) => (now.scanId === replaces ? by : now), page)
  return { ...said, materials: said.materials.map((entry) => ({ ...entry, pages: entry.pages.map(follow) })) }
}
