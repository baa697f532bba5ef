import { checkContent } from '@onetrip/shared/case/checkContent'
import type { MaterialEntry } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { toDraftContent } from '@onetrip/shared/case/toContent'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { MaterialSpec } from '@onetrip/shared/catalogue/materialSpec'
import { dateIn } from '@onetrip/shared/lib/time'
import { formOf, itemsOf } from '../../stores/draftForm'
import { limitWords } from '../../words/itemSentences'
import { placeLabel } from '../../words/placeLabel'
import type { Words } from '../../words/useWords'

/** Which papers were kept, promised, or are owed and by when: in the order of the catalogue, touched or not. */
export function receiptPapers(draft: IntakeDraft, catalogue: Catalogue, words: Words): string[] {
  return formOf(draft, catalogue).materials.flatMap(({ spec }) => {
    const entry = draft.materials.find((one) => one.code === spec.code)
    const said = paperWords(spec, entry, words)
    return said === undefined ? [] : [`${spec.name} · ${said}`]
  })
}

function paperWords({ need }: MaterialSpec, entry: MaterialEntry | undefined, words: Words): string | undefined {
  const { t } = words
  if (entry && entry.pages.length > 0) return t('intake.receipt.pages', { count: entry.pages.length })
  if (entry?.how === 'promised') return t('intake.receipt.promised')
  if (need.kind !== 'owed') return undefined
  return t('intake.receipt.owed', { limit: limitWords(need.within, words), consequence: need.consequence })
}

/** What the applicant leaves open by insisting, as the check found it at the collection. */
export function receiptGaps(draft: IntakeDraft, catalogue: Catalogue, words: Words): string[] {
  const { receipt, parties } = draft
  if (!receipt) return []
  const named = { items: itemsOf(draft.items, catalogue), parties, form: formOf(draft, catalogue) }
  const day = dateIn(catalogue.district.timeZone, receipt.collectedAt)
  const gaps = checkContent(toDraftContent(draft), catalogue, day).filter(({ severity }) => severity === 'gap')
  return [...new Set(gaps.map(({ place }) => placeLabel(place, named, words)))]
}
