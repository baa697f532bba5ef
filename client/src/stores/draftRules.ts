import type { ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant, type Party } from '@onetrip/shared/case/party'
import { TAIL_LENGTH } from '@onetrip/shared/case/secondFact'
import { shownText } from '@onetrip/shared/case/shownText'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { itemOn } from '@onetrip/shared/catalogue/inForce'
import type { ItemCode, ItemRef } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'
import { membersFor } from '@onetrip/shared/catalogue/themeMembers'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { checkMobile } from '@onetrip/shared/lib/mobile'
import { dateIn, type Instant, type PlainDate } from '@onetrip/shared/lib/time'
import { compactCode } from '@onetrip/shared/lib/typed'
import { without } from './without'

/** Every page that an application names, each once. */
export function namedScans({ materials, signature }: Pick<IntakeDraft, 'materials' | 'signature'>): ScanRef[] {
  const pages = [...materials.flatMap((material) => material.pages), ...(signature ? [signature.image] : [])]
  return [...new Map(pages.map((page) => [page.scanId, page])).values()]
}

/** The theme's items by the answers so far, each in the version of the day. */
export function itemsForTheme(theme: Theme, fields: IntakeDraft['fields'], catalogue: Catalogue, today: PlainDate) {
  return membersFor(theme, fields).flatMap((code) => refOn(catalogue, code, today) ?? [])
}

/** The version of the day; of an item that ended its last, so that the check can say so. */
function refOn(catalogue: Catalogue, itemCode: ItemCode, today: PlainDate): ItemRef | undefined {
  const versions = catalogue.itemVersions.get(itemCode) ?? []
  const answer = itemOn(versions, today)
  const version = answer.ok ? answer.value.version : Math.max(...versions.map((item) => item.version))
  return versions.length > 0 ? { itemCode, version } : undefined
}

/** What follows from a change: the theme's items, the second fact's tail, and a signature that no longer fits. */
export function settleDraft(before: IntakeDraft, after: IntakeDraft, catalogue: Catalogue, now: Instant): IntakeDraft {
  const withItems = withThemeItems(after, catalogue, dateIn(catalogue.district.timeZone, now))
  const withFact = withSecondFact(withItems)
  const isShownChanged = shownText(before, catalogue) !== shownText(withFact, catalogue)
  if (!withFact.signature || withFact.signature !== before.signature || !isShownChanged) return withFact
  return without(withFact, 'signature')
}

/** An answer to a correction changes no item. */
function withThemeItems(draft: IntakeDraft, catalogue: Catalogue, today: PlainDate): IntakeDraft {
  const theme = catalogue.themes.find((one) => one.themeCode === draft.theme?.themeCode)
  if (!theme || draft.correcting) return draft
  const items = itemsForTheme(theme, draft.fields, catalogue, today)
  return canonicalJson(items) === canonicalJson(draft.items) ? draft : { ...draft, items }
}

/** The kinds of second fact that can be asked of this applicant, with what to ask. */
export function tailsOf(parties: readonly Party[]): { readonly phone?: string; readonly id?: string } {
  const mobile = checkMobile(findApplicant(parties)?.mobile ?? '')
  const person = [findApplicant(parties), ...parties].find(
    (party) => party && (party.idType === 'resident-id' || party.idType === 'foreign-resident-id') && party.idNumber,
  )
  return {
    ...(mobile.ok && { phone: mobile.value.slice(-TAIL_LENGTH) }),
    ...(person && { id: compactCode(person.idNumber).slice(-TAIL_LENGTH) }),
  }
}

function withSecondFact(draft: IntakeDraft): IntakeDraft {
  const { secondFact, ...rest } = draft
  // Once the receipt is in the resident's hand the fact is settled: the server has its hash.
  if (!secondFact || secondFact.kind === 'pin' || draft.receipt) return draft
  const tails = tailsOf(draft.parties)
  const value = secondFact.kind === 'phone-tail' ? tails.phone : tails.id
  if (value === secondFact.value) return draft
  return value === undefined ? rest : { ...rest, secondFact: { kind: secondFact.kind, value } }
}
