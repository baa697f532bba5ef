import type { CaseContent } from '@onetrip/shared/case/content'
import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { Party } from '@onetrip/shared/case/party'
import type { ProblemPlace } from '@onetrip/shared/case/problem'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { assertNever } from '@onetrip/shared/lib/result'
import { askedBy, type Asked } from '../inbox/asked'

type PartyPlace = Extract<ProblemPlace, { in: 'party' }> & { readonly role: Party['role'] }

/** Where two contents differ in something that a decision rests on. */
export type ChangedPlace = Extract<ProblemPlace, { in: 'field' } | { in: 'material' }> | PartyPlace

/** What stands otherwise in `after`, of all that the item asks: a decision on the one is none on the other. */
export function changedPlaces(item: ServiceItem, before: CaseContent, after: CaseContent): ChangedPlace[] {
  const [was, is] = [askedBy(item, before), askedBy(item, after)]
  return [
    ...changedKeys(fieldsOf(was), fieldsOf(is)).map((fieldId) => ({ in: 'field', fieldId }) as const),
    ...changedKeys(materialsOf(was), materialsOf(is)).map((code) => ({ in: 'material', materialCode: code }) as const),
    ...changedParties(was, is),
  ]
}

/** Whether a point of a correction asked for something there; what is asked for in words alone may be anywhere. */
export function isAskedFor({ at }: CorrectionPoint, place: ChangedPlace): boolean {
  switch (at.kind) {
    case 'field':
      return place.in === 'field' && place.fieldId === at.fieldId
    case 'material':
      return place.in === 'material' && place.materialCode === at.materialCode
    case 'party':
      return place.in === 'party' && place.role === at.partyRole
    case 'other':
      return true
    default:
      return assertNever(at)
  }
}

const fieldsOf = ({ fields }: Asked) => new Map(fields.map(({ field, value }) => [field.id, value]))
const materialsOf = ({ materials }: Asked) => new Map(materials.map(({ spec, entry }) => [spec.code, entry]))
/** A telephone number is no ground for a decision. */
const partiesOf = ({ parties }: Asked) => new Map(parties.map((party) => [party.partyId, { ...party, mobile: '' }]))

function changedKeys<Key extends string>(before: ReadonlyMap<Key, unknown>, after: ReadonlyMap<Key, unknown>): Key[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].filter((key) => canonicalJson(before.get(key) ?? null) !== canonicalJson(after.get(key) ?? null))
}

function changedParties(before: Asked, after: Asked): PartyPlace[] {
  const [was, is] = [partiesOf(before), partiesOf(after)]
  return changedKeys(was, is).flatMap((partyId) => {
    const party = is.get(partyId) ?? was.get(partyId)
    const property = was.get(partyId)?.idNumber === is.get(partyId)?.idNumber ? 'name' : 'idNumber'
    return party ? [{ in: 'party', partyId, property, role: party.role } as const] : []
  })
}
