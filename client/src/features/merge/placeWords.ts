import type { DeliveryChoice } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Party } from '@onetrip/shared/case/party'
import type { Cell, PartyPart, Side, Statement } from '@onetrip/shared/case/statementCells'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import { assertNever } from '@onetrip/shared/lib/result'
import { itemsOf, themeOf } from '../../stores/draftForm'
import { answerWords } from '../../words/answerWords'
import { ROLE_KEYS } from '../../words/placeLabel'
import type { Words } from '../../words/useWords'

/** What places and answers are called: by every form of the sides, whether its conditions hold on one of them or not. */
export type Lookup = {
  readonly catalogue: Catalogue
  readonly fields: ReadonlyMap<string, FormField>
  readonly materials: ReadonlyMap<string, string>
}

type Request = Pick<Statement, 'items' | 'theme'>

/** What a content is about, as a draft says it. */
export const chosenIn = ({ items, theme }: Request): Pick<IntakeDraft, 'items' | 'theme'> => ({
  items,
  ...(theme && { theme }),
})

export function lookupOf(sides: readonly Request[], catalogue: Catalogue): Lookup {
  const items = sides.flatMap((side) => itemsOf(side.items, catalogue))
  const themes = sides.flatMap((side) => themeOf(chosenIn(side), catalogue) ?? [])
  const fields = [...themes.flatMap((theme) => theme.questions), ...items.flatMap((item) => item.form)]
  const specs = items.flatMap((item) => item.materials)
  return {
    catalogue,
    fields: firstByKey(fields.map((field) => [field.id, field])),
    materials: firstByKey(specs.map((spec) => [spec.code, spec.name])),
  }
}

/** Of two that bear one name the first gives the words, as on the form. */
function firstByKey<Value>(entries: readonly (readonly [string, Value])[]): Map<string, Value> {
  const byKey = new Map<string, Value>()
  for (const [key, value] of entries) if (!byKey.has(key)) byKey.set(key, value)
  return byKey
}

/** What a person calls the place. What the catalogue does not know is called by its code. */
export function placeName(cell: Cell, { fields, materials }: Lookup, { t }: Words): string {
  switch (cell.in) {
    case 'request':
      return t('merge.place.request')
    case 'capacity':
      return t('merge.place.capacity')
    case 'party':
      return t(ROLE_KEYS[cell.value.role])
    case 'party-part':
      return t('problems.place.partyProperty', {
        role: t(ROLE_KEYS[cell.value.role]),
        property: t(`problems.place.${cell.part}`),
      })
    case 'field':
      return fields.get(cell.fieldId)?.label ?? cell.fieldId
    case 'material':
      return t('problems.place.material', { name: materials.get(cell.value.code) ?? cell.value.code })
    case 'delivery':
      return t('problems.place.mode')
    default:
      return assertNever(cell)
  }
}

/** What one side says there, in lines; of a paper how it is handed in. Empty when it says nothing. */
export function sideWords(side: Side, lookup: Lookup, words: Words): string {
  const { t } = words
  if (side === 'empty') return ''
  if (side === 'unknown') return t('merge.unknown')
  switch (side.in) {
    case 'request':
      return itemsOf(side.value.items, lookup.catalogue)
        .map(({ name }) => name)
        .join('\n')
    case 'capacity':
      return t(`case.capacity.${side.value}`)
    case 'party':
      return (['name', 'idNumber', 'mobile', 'address'] as const)
        .map((part) => partWords(side.value, part, words))
        .filter(Boolean)
        .join('\n')
    case 'party-part':
      return partWords(side.value, side.part, words)
    case 'field': {
      const field = lookup.fields.get(side.fieldId)
      return field ? answerWords(field, side.value, words) : String(side.value)
    }
    case 'material': {
      const { how, pages } = side.value
      return how === 'scanned' && pages.length === 0 ? '' : t(`case.materialHow.${how}`)
    }
    case 'delivery':
      return deliveryWords(side.value, words)
    default:
      return assertNever(side)
  }
}

function partWords(party: Party, part: PartyPart, { t }: Words): string {
  if (part === 'name') {
    const kind = t(party.kind === 'person' ? 'intake.applicant.person' : 'intake.applicant.legalPerson')
    return party.name && `${party.name}\n${kind}`
  }
  if (part !== 'idNumber') return party[part]
  const check = t(`case.identityCheck.${party.identityCheck}`)
  return party.idNumber && `${t(`case.idType.${party.idType}`)} ${party.idNumber}\n${check}`
}

function deliveryWords(delivery: DeliveryChoice, { t }: Words): string {
  if (delivery.mode === 'pick-up') return t('case.delivery.pick-up')
  const { recipient, mobile, province, city, county, address } = delivery
  return [t('case.delivery.courier'), `${recipient} ${mobile}`, `${province}${city}${county}${address}`].join('\n')
}
