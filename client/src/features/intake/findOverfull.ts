import type * as z from 'zod/mini'
import { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { toDraftContent } from '@onetrip/shared/case/toContent'
import { placeLabel, type Named } from '../../words/placeLabel'
import { tooLongSentence } from '../../words/problemSentence'
import type { PlainWordKey, Words } from '../../words/useWords'
import type { Issue } from './issues'

type Where = Pick<Issue, 'step' | 'anchor' | 'label'>
type TooBig = Extract<z.core.$ZodIssue, { code: 'too_big' }>

/**
 * What is longer, or more, than the wire carries; it stays on the tablet as typed. Told by the wire's own schema, so
 * that no limit of it is forgotten. The shared check judges what the law asks.
 */
export function findOverfull(draft: IntakeDraft, named: Named, words: Words): Issue[] {
  const content = toDraftContent(draft)
  const parsed = CaseContent.safeParse(content)
  if (parsed.success) return []
  const tooBig = parsed.error.issues.filter((issue): issue is TooBig => issue.code === 'too_big')
  return tooBig.map((issue) => ({
    severity: 'error',
    ...whereOf(issue.path, draft, { named, words }),
    sentence: sentenceOf(issue, content, words),
    isMissing: false,
  }))
}

function sentenceOf({ origin, maximum, path }: TooBig, content: unknown, words: Words): string {
  const max = Number(maximum)
  return origin === 'string'
    ? tooLongSentence(String(valueAt(content, path)), max, words)
    : words.t('intake.open.tooMany', { max })
}

const valueAt = (content: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    content,
  )

type Sayer = { readonly named: Named; readonly words: Words }

/** Where the schema's path is mended. A path without a place of its own leads to the step that writes it. */
function whereOf([part, index, property]: readonly PropertyKey[], draft: IntakeDraft, { named, words }: Sayer): Where {
  const { t } = words
  switch (part) {
    case 'parties': {
      const party = draft.parties[Number(index)]
      if (!party || !isPartyProperty(property))
        return { step: 'applicant', anchor: 'applicant', label: t('intake.applicant.others') }
      const place = { in: 'party', partyId: party.partyId, property } as const
      const anchor = `party-${party.partyId}-${property}`
      return { step: 'applicant', anchor, label: placeLabel(place, named, words) }
    }
    case 'delivery': {
      const key = DELIVERY_KEYS[String(index)]
      const label = t('problems.place.delivery', { property: key ? t(key) : '' })
      return { step: 'delivery', anchor: `delivery-${String(index)}`, label }
    }
    case 'materials': {
      const materialCode = draft.materials[Number(index)]?.code ?? ''
      const label = placeLabel({ in: 'material', materialCode }, named, words)
      return { step: 'materials', anchor: `material-${materialCode}`, label }
    }
    case 'fields':
      return { step: 'form', anchor: `field-${String(index)}`, label: t('intake.step.form') }
    default:
      return { step: 'item', anchor: 'items', label: t('intake.item.chosen') }
  }
}

const PARTY_PROPERTIES = ['name', 'idNumber', 'mobile', 'address'] as const
const isPartyProperty = (property: PropertyKey | undefined): property is (typeof PARTY_PROPERTIES)[number] =>
  PARTY_PROPERTIES.some((known) => known === property)

const DELIVERY_KEYS: Readonly<Record<string, PlainWordKey>> = {
  recipient: 'intake.delivery.recipient',
  mobile: 'intake.delivery.mobile',
  province: 'intake.delivery.province',
  city: 'intake.delivery.city',
  county: 'intake.delivery.county',
  address: 'intake.delivery.address',
}
