import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { StationId } from '@onetrip/shared/lib/ids'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { dueDate } from '@onetrip/shared/lib/limit'
import type { Me } from '@onetrip/shared/wire/session'
import { itemsOf, titleOf } from '../../stores/draftForm'
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
  return [
    { term: t('intake.item.chosen'), value: titleOf(draft, catalogue) },
    { term: t('intake.receipt.applicant'), value: findApplicant(draft.parties)?.name ?? '' },
    { term: t('intake.receipt.capacity'), value: capacity ? t(`intake.item.${capacity}`) : '' },
    { term: t('intake.receipt.station'), value: me.unitName },
    { term: t('intake.receipt.agent'), value: me.name },
    { term: t('intake.receipt.phone'), value: phoneOf(draft, catalogue, me) },
    ...(receipt ? [{ term: t('intake.receipt.collectedAt'), value: formatDateTime(receipt.collectedAt) }] : []),
    ...(receipt?.correctedAt
      ? [{ term: t('intake.receipt.correctedAt'), value: formatDateTime(receipt.correctedAt) }]
      : []),
    ...(secondFact ? [{ term: t('intake.receipt.fact'), value: t(FACT_KEYS[secondFact.kind]) }] : []),
  ]
}

const FACT_KEYS = {
  'phone-tail': 'intake.receipt.factPhone',
  'id-tail': 'intake.receipt.factId',
  pin: 'intake.receipt.factPin',
} as const

/** Of the station; where it has none, of the department that decides, the lead’s in a theme. */
function phoneOf({ items }: IntakeDraft, catalogue: Catalogue, { unitId }: Me): string {
  const here = catalogue.stations.get(StationId.parse(unitId))?.phone
  if (here) return here
  const [lead] = itemsOf(items, catalogue)
  const department = lead && catalogue.departments.get(lead.departmentId)
  return department ? `${department.shortName} ${department.phone}` : ''
}

/** `date` is the part of `text` that must not be cut in two. */
type Line = { readonly text: string; readonly date?: string }

/** What happens by when, for each item, and how the result comes. */
export function receiptNext(draft: IntakeDraft, catalogue: Catalogue, words: Words): Line[] {
  const { t } = words
  const mode = draft.delivery?.mode
  return [
    ...itemsOf(draft.items, catalogue).map((item) => nextOf(item, draft, catalogue, words)),
    ...(mode ? [{ text: t(`intake.receipt.deliver.${mode === 'courier' ? 'courier' : 'pickUp'}`) }] : []),
  ]
}

/** By when it must be accepted is our promise A′: counted from the collection, whoever holds the case then. */
function nextOf(item: ServiceItem, { receipt }: IntakeDraft, catalogue: Catalogue, words: Words): Line {
  const { t, formatDate } = words
  const { acceptance, promised } = item.limits
  const limit = limitWords(promised.limit, words)
  if (!receipt || !acceptance) return { text: t('intake.receipt.itemDecideWithin', { item: item.name, limit }) }
  const { calendar, district } = catalogue
  const due = dueDate(acceptance.limit, { calendar, timeZone: district.timeZone, startedAt: receipt.collectedAt })
  const date = formatDate(due.date) + (due.isProvisional ? t('intake.receipt.provisional') : '')
  const department = catalogue.departments.get(item.departmentId)?.shortName ?? item.departmentId
  return { text: t('intake.receipt.acceptBy', { item: item.name, department, date, limit }), date }
}
