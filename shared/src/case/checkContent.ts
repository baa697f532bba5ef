import { findItem, type Catalogue } from '../catalogue/catalogue'
import { intakeForm } from '../catalogue/intakeForm'
import type { ServiceItem } from '../catalogue/serviceItem'
import { checkMobile } from '../lib/mobile'
import type { PlainDate } from '../lib/time'
import { checkField } from './checkField'
import { checkItemRef } from './checkItemRef'
import { checkParty } from './checkParty'
import type { CaseContent } from './content'
import { findApplicant } from './party'
import type { Problem } from './problem'

/** A content on its way: as `CaseContent`, but what is signed and chosen last may be absent. */
export type DraftContent = Omit<CaseContent, 'signature' | 'delivery' | 'notice'> &
  Partial<Pick<CaseContent, 'signature' | 'delivery' | 'notice'>>

/**
 * The leave-the-door check (走前检查): everything missing or impossible, at once, with its place. The tablet
 * runs it offline and the server again, by the same code. `today` is the day of collection in the district.
 */
export function checkContent(content: DraftContent, catalogue: Catalogue, today: PlainDate): Problem[] {
  const theme = catalogue.themes.find(
    (one) => one.themeCode === content.theme?.themeCode && one.version === content.theme.version,
  )
  const known = content.items.map((ref) => findItem(catalogue, ref)).filter((item) => item !== undefined)
  const form = intakeForm(known, content.fields, theme)
  return [
    ...content.items.flatMap((ref) => checkItemRef(ref, catalogue, today)),
    ...content.parties.flatMap((party) => checkParty(party, today)),
    ...checkApplicantKind(content, known),
    ...form.fields.flatMap(({ field }) => checkField(field, content.fields[field.id], today)),
    ...form.materials.flatMap(({ spec }) => {
      const pages = content.materials.find((entry) => entry.code === spec.code)?.pages.length ?? 0
      if (spec.need.kind === 'required' && pages === 0) return [materialProblem('gap', 'missing', spec.code)]
      return pages > spec.maxPages ? [materialProblem('error', 'too-many-pages', spec.code)] : []
    }),
    ...checkDelivery(content, known),
    ...checkSigner(content),
  ]
}

/** Somebody of the case has signed. Whether on these very words, `shownText` tells. */
function checkSigner({ parties, signature }: DraftContent): Problem[] {
  if (!signature) return [signatureProblem('signature-missing')]
  return parties.some((party) => party.partyId === signature.partyId) ? [] : [signatureProblem('signature-by-other')]
}

/** A fault of the signature; only a new one mends it. */
export const signatureProblem = (kind: 'signature-missing' | 'signature-by-other' | 'signature-outdated'): Problem => ({
  severity: 'error',
  kind,
  place: { in: 'signature' },
})

const materialProblem = (severity: Problem['severity'], kind: Problem['kind'], materialCode: string): Problem => ({
  severity,
  kind,
  place: { in: 'material', materialCode },
})

function checkApplicantKind(content: DraftContent, items: readonly ServiceItem[]): Problem[] {
  const applicant = findApplicant(content.parties)
  if (!applicant) return []
  return items
    .filter((item) => !item.applicants.includes(applicant.kind))
    .map((item) => ({
      severity: 'error',
      kind: 'not-for-this-applicant',
      place: { in: 'items', itemCode: item.itemCode },
    }))
}

function checkDelivery(content: DraftContent, items: readonly ServiceItem[]): Problem[] {
  const { delivery } = content
  if (!delivery || items.some((item) => !item.delivery.includes(delivery.mode)))
    return [deliveryProblem('mode', 'missing')]
  if (delivery.mode === 'pick-up') return []
  return [
    ...(delivery.recipient.trim() ? [] : [deliveryProblem('recipient', 'missing')]),
    ...(delivery.address.trim() ? [] : [deliveryProblem('address', 'missing')]),
    ...(checkMobile(delivery.mobile).ok
      ? []
      : [deliveryProblem('mobile', delivery.mobile ? 'mobile-invalid' : 'missing')]),
  ]
}

const deliveryProblem = (property: 'mode' | 'recipient' | 'mobile' | 'address', kind: Problem['kind']): Problem => ({
  severity: 'error',
  kind,
  place: { in: 'delivery', property },
})
