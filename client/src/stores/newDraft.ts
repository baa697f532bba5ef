import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Party, PartyRole } from '@onetrip/shared/case/party'
import { CaseId, PartyId } from '@onetrip/shared/lib/ids'
import type { ItemRef, ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Tablet } from './tablet'

/** What an application begins with: nothing yet, an item, or a theme. */
export type Beginning = {
  readonly items: readonly ItemRef[]
  readonly theme?: { readonly themeCode: string; readonly version: number }
  /** Who may apply; the first is offered. */
  readonly applicants: ServiceItem['applicants']
}

/** A new application, named and dated by this tablet. */
export function newDraft(
  tablet: Pick<Tablet, 'newId' | 'clock'>,
  { items, theme, applicants }: Beginning,
): IntakeDraft {
  return {
    caseId: CaseId.parse(tablet.newId()),
    startedAt: tablet.clock(),
    step: 'item',
    items,
    ...(theme && { theme }),
    parties: newParties(tablet, applicants[0] ?? 'person'),
    fields: {},
    materials: [],
  }
}

/** The applicant; of a legal person the one who speaks for it as well. */
export function newParties(tablet: Pick<Tablet, 'newId'>, kind: Party['kind']): Party[] {
  const applicant = newParty(tablet, 'applicant', kind)
  return kind === 'person' ? [applicant] : [applicant, newParty(tablet, 'legal-representative', 'person')]
}

export function newParty(tablet: Pick<Tablet, 'newId'>, role: PartyRole, kind: Party['kind']): Party {
  return {
    partyId: PartyId.parse(tablet.newId()),
    role,
    kind,
    name: '',
    idType: kind === 'legal-person' ? 'credit-code' : 'resident-id',
    idNumber: '',
    mobile: '',
    address: '',
    identityCheck: 'seen-not-stored',
  }
}
