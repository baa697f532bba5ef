import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'

/** A written act that names the ground it rests on. */
export type GroundedAct = 'acceptance' | 'correction' | 'not-accepted' | 'denial'

const LICENSING_LAW = '《中华人民共和国行政许可法》'

/** Of a refusal to accept, the reason given says which item of the paragraph it is. */
const LICENSING_ARTICLES = {
  acceptance: '第三十二条第一款第五项',
  correction: '第三十二条第一款第四项',
  'not-accepted': '第三十二条第一款',
  denial: '第三十八条第二款',
} as const satisfies Record<GroundedAct, string>

/**
 * What an act on this item rests on, in the words of the act: for a licence the article of the 行政许可法 that the step
 * is taken under, and for a denial the law of the matter, too; for all other items the law of the matter alone. Never the
 * basis of a limit, which says why so many days.
 */
export function basisOf(act: GroundedAct, item: ServiceItem): string {
  if (item.type !== 'licence') return lawOfTheMatter(item)
  const article = `${LICENSING_LAW}${LICENSING_ARTICLES[act]}`
  return act === 'denial' ? `${article}、${lawOfTheMatter(item)}` : article
}

/** The first that the item names; none is published without. */
function lawOfTheMatter({ itemCode, legalBasis: [first] }: ServiceItem): string {
  if (first === undefined) throw new Error(`item ${itemCode} names no legal basis`)
  return first
}
