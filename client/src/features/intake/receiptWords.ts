import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { StationId } from '@onetrip/shared/lib/ids'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { dueDate } from '@onetrip/shared/lib/limit'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Me } from '@onetrip/shared/wire/session'
import { formOf, itemsOf, titleOf } from '../../stores/draftForm'
import { limitWords } from '../../words/itemSentences'
import type { Words } from '../../words/useWords'

type Fact = { readonly term: string; readonly value: string }

/** Who, what, where and when. */
export function receiptFacts(
  draft: IntakeDraft,
  catalogue: Catalogue,
  { words, me }: { readonly words: Words; readonly me: Me },
): Fact[] {
  const { t, formatDateTime } = words
  const { receipt, capacity, secondFact } = draft
  const phone = catalogue.stations.get(StationId.parse(me.unitId))?.phone
  return [
    { term: t('intake.item.chosen'), value: titleOf(draft, catalogue) },
    { term: t('intake.receipt.applicant'), value: findApplicant(draft.parties)?.name ?? '' },
    { term: t('intake.receipt.capacity'), value: capacity ? t(`intake.item.${capacity}`) : '' },
    { term: t('intake.receipt.station'), value: me.unitName },
    { term: t('intake.receipt.agent'), value: me.name },
    ...(phone ? [{ term: t('intake.receipt.phone'), value: phone }] : []),
    ...(receipt ? [{ term: t('intake.receipt.collectedAt'), value: formatDateTime(receipt.collectedAt) }] : []),
    ...(secondFact ? [{ term: t('intake.receipt.fact'), value: t(FACT_KEYS[secondFact.kind]) }] : []),
  ]
}

const FACT_KEYS = {
  'phone-tail': 'intake.receipt.factPhone',
  'id-tail': 'intake.receipt.factId',
  pin: 'intake.receipt.factPin',
} as const

/** Which papers were seen and kept, and which are owed or promised. */
export function receiptPapers(draft: IntakeDraft, catalogue: Catalogue, { t }: Words): string[] {
  const { materials } = formOf(draft, catalogue)
  return draft.materials.flatMap(({ code, how, pages }) => {
    const name = materials.find(({ spec }) => spec.code === code)?.spec.name
    if (!name) return []
    switch (how) {
      case 'scanned':
        return pages.length > 0 ? [`${name} · ${t('intake.receipt.pages', { count: pages.length })}`] : []
      case 'owed':
        return [`${name} · ${t('intake.receipt.owed')}`]
      case 'promised':
        return [`${name} · ${t('intake.receipt.promised')}`]
      default:
        return assertNever(how)
    }
  })
}

/** What happens by when, for each item, and how the result comes. */
export function receiptNext(draft: IntakeDraft, catalogue: Catalogue, words: Words): string[] {
  const { t } = words
  const mode = draft.delivery?.mode
  return [
    ...itemsOf(draft.items, catalogue).map((item) => nextOf(item, draft, catalogue, words)),
    ...(mode ? [t(mode === 'courier' ? 'intake.receipt.deliver.courier' : 'intake.receipt.deliver.pickUp')] : []),
  ]
}

/** By when it must be accepted is our promise A′: counted from the collection, whoever holds the case then. */
function nextOf(item: ServiceItem, { receipt }: IntakeDraft, catalogue: Catalogue, words: Words): string {
  const { t, formatDate } = words
  const { acceptance, promised } = item.limits
  const limit = limitWords(promised.limit, words)
  if (!receipt || !acceptance) return t('intake.receipt.itemDecideWithin', { item: item.name, limit })
  const { calendar, district } = catalogue
  const due = dueDate(acceptance.limit, { calendar, timeZone: district.timeZone, startedAt: receipt.collectedAt })
  const date = formatDate(due.date) + (due.isProvisional ? t('intake.receipt.provisional') : '')
  const department = catalogue.departments.get(item.departmentId)?.shortName ?? item.departmentId
  return t('intake.receipt.acceptBy', { item: item.name, department, date, limit })
}
