import type { CaseContent } from '@onetrip/shared/case/content'
import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { assertNever } from '@onetrip/shared/lib/result'
import type { AskedBefore } from '@onetrip/shared/wire/inbox'
import { askedBy } from './asked'

/** What stood at the places that were pointed at, of what this item asks, in the words that were asked about. */
export function stoodBefore(points: readonly CorrectionPoint[], item: ServiceItem, content: CaseContent): AskedBefore {
  const asked = askedBy(item, content)
  const pointed = new Set(points.map(({ at }) => placeKey(at)))
  const fields = asked.fields.filter(({ field }) => pointed.has(`field ${field.id}`))
  const materials = asked.materials.filter(({ spec }) => pointed.has(`material ${spec.code}`))
  const parties = asked.parties.filter(({ role }) => pointed.has(`party ${role}`))
  return {
    fields: Object.fromEntries(fields.map(({ field, value }) => [field.id, value])),
    pageCounts: Object.fromEntries(materials.map(({ spec, entry }) => [spec.code, entry.pages.length])),
    partyNames: Object.fromEntries(parties.map(({ role, name }) => [role, name])),
  }
}

function placeKey(at: CorrectionPoint['at']): string {
  switch (at.kind) {
    case 'field':
      return `field ${at.fieldId}`
    case 'material':
      return `material ${at.materialCode}`
    case 'party':
      return `party ${at.partyRole}`
    case 'other':
      return 'other'
    default:
      return assertNever(at)
  }
}
