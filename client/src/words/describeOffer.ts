import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { NotInForce } from '@onetrip/shared/catalogue/inForce'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'
import { limitWords } from './itemSentences'
import type { Words } from './useWords'

/** Anything that can be asked for, as the stores find it. */
export type Offered = { readonly id: string; readonly name: string } & (
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'item'; readonly item: ServiceItem }
  | { readonly kind: 'ended'; readonly item: ServiceItem; readonly answer: NotInForce }
)

type Entry = {
  readonly id: string
  readonly title: string
  readonly detail?: string
  readonly badge?: { readonly label: string; readonly tone: 'neutral' | 'accent' | 'done' }
}

/** One line of a list of offers: what it is called, who decides it and by when. */
export function describeOffer(offer: Offered, { departments }: Catalogue, words: Words): Entry {
  const { t } = words
  const title = offer.name
  if (offer.kind === 'theme') {
    const detail = offer.theme.alsoKnownAs.join(t('case.listSeparator'))
    return { id: offer.id, title, detail, badge: { label: t('problems.item.themeBadge'), tone: 'accent' } }
  }
  const { item } = offer
  const detail = t('problems.item.promised', {
    department: departments.get(item.departmentId)?.shortName ?? item.departmentId,
    limit: limitWords(item.limits.promised.limit, words),
  })
  if (offer.kind === 'ended') {
    const label = t(offer.answer.kind === 'not-yet' ? 'problems.item.notYetBadge' : 'problems.item.endedBadge')
    return { id: offer.id, title, badge: { label, tone: 'done' } }
  }
  const sample = { badge: { label: t('problems.item.sampleBadge'), tone: 'neutral' } } as const
  return { id: offer.id, title, detail, ...(item.isSample && sample) }
}
