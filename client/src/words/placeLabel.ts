import type { Party, PartyRole } from '@onetrip/shared/case/party'
import type { ProblemPlace } from '@onetrip/shared/case/problem'
import type { IntakeForm } from '@onetrip/shared/catalogue/intakeForm'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { assertNever } from '@onetrip/shared/lib/result'
import type { PlainWordKey, Words } from './useWords'

export const ROLE_KEYS = {
  applicant: 'problems.role.applicant',
  'legal-representative': 'problems.role.legalRepresentative',
  'authorised-agent': 'problems.role.authorisedAgent',
  guardian: 'problems.role.guardian',
  'household-member': 'problems.role.householdMember',
  contact: 'problems.role.contact',
} as const satisfies Record<PartyRole, PlainWordKey>

/** What the names in a place are looked up in. */
export type Named = {
  readonly items: readonly ServiceItem[]
  readonly parties: readonly Party[]
  readonly form: IntakeForm
}

/** What a person calls the place where a problem sits. What the tablet does not know is called by its code. */
export function placeLabel(place: ProblemPlace, { items, parties, form }: Named, { t }: Words): string {
  switch (place.in) {
    case 'items': {
      const name = items.find((item) => item.itemCode === place.itemCode)?.name ?? place.itemCode
      return t('problems.place.items', { name })
    }
    case 'party': {
      const role = parties.find((party) => party.partyId === place.partyId)?.role ?? 'contact'
      return t('problems.place.partyProperty', {
        role: t(ROLE_KEYS[role]),
        property: t(`problems.place.${place.property}`),
      })
    }
    case 'field':
      return form.fields.find(({ field }) => field.id === place.fieldId)?.field.label ?? place.fieldId
    case 'material': {
      const name = form.materials.find(({ spec }) => spec.code === place.materialCode)?.spec.name
      return t('problems.place.material', { name: name ?? place.materialCode })
    }
    case 'delivery':
      if (place.property === 'mode') return t('problems.place.mode')
      return t('problems.place.delivery', { property: t(`problems.place.${place.property}`) })
    case 'signature':
      return t('problems.place.signature')
    default:
      return assertNever(place)
  }
}
