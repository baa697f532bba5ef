import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { SearchedCase, SearchedPerson } from '../search/searchedCase'
import { titleOfRow } from './cases'
import { titleOf } from './draftForm'

/** What the tablet has of a case: as the server told of it, its own copy, or both. */
export type CaseSources = { readonly row?: StationCaseRow; readonly draft?: IntakeDraft }

/**
 * What is searched of it. The server tells the station a name and no numbers of people: these are known of what was
 * taken in here.
 */
export function toSearched(caseId: string, sources: CaseSources, title: string): SearchedCase {
  const { row, draft } = sources
  return {
    caseId,
    at: row?.collectedAt ?? draft?.receipt?.collectedAt ?? draft?.startedAt ?? '',
    receiptNumber: row?.receiptNumber ?? draft?.receipt?.receiptNumber ?? '',
    people: peopleOf(sources),
    title,
  }
}

/** The applicant first, then whoever else is named. */
function peopleOf({ row, draft }: CaseSources): readonly SearchedPerson[] {
  if (!draft) return [{ name: row?.applicantName ?? '', idNumber: '', mobile: '' }]
  const parties = draft.parties.toSorted((a, b) => Number(b.role === 'applicant') - Number(a.role === 'applicant'))
  const people = parties.map(({ name, idNumber, mobile }) => ({ name, idNumber, mobile }))
  const { delivery } = draft
  const isElse = delivery?.mode === 'courier' && !people.some(({ mobile }) => mobile === delivery.mobile)
  return [...people, ...(isElse ? [{ name: delivery.recipient, idNumber: '', mobile: delivery.mobile }] : [])]
}

/** What cases are called; thousands share a name, which is put together once. */
export function createTitles(catalogue: Catalogue): (sources: CaseSources) => string {
  const known = new Map<string, string>()
  return ({ row, draft }) => {
    if (!row) return draft ? titleOf(draft, catalogue) : ''
    const key = `${row.themeCode ?? ''} ${row.items.map(({ itemCode, version }) => `${itemCode} ${version}`).join(' ')}`
    const title = known.get(key) ?? titleOfRow(row, catalogue)
    known.set(key, title)
    return title
  }
}
