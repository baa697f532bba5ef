import { findItem, type Catalogue } from '../catalogue/catalogue'
import { isInForceOn } from '../catalogue/inForce'
import type { ItemRef } from '../catalogue/serviceItem'
import type { PlainDate } from '../lib/time'
import type { Problem, ProblemKind } from './problem'

/**
 * Whether the very version that is named was in force on the day of collection. A tablet that heard of no newer one is
 * right until the last day of its version, however late it sends; what it collects after that day is applied for under
 * rules that are no longer the item's, and has to be taken over into the version that is. [CASE-R14]
 */
export function checkItemRef(ref: ItemRef, catalogue: Catalogue, collectedOn: PlainDate): Problem[] {
  const problem = (kind: ProblemKind): Problem[] => [
    { severity: 'error', kind, place: { in: 'items', itemCode: ref.itemCode } },
  ]
  const item = findItem(catalogue, ref)
  if (!item) return problem('item-unknown')
  if (isInForceOn(item, collectedOn)) return []
  return problem(collectedOn < item.effective.from ? 'item-not-yet' : 'item-expired')
}
