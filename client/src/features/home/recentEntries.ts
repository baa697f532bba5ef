import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { titleOfRow } from '../../stores/cases'
import { titleOf } from '../../stores/draftForm'
import type { Whereabouts } from '../../stores/whereabouts'
import { stationTaskWords } from '../../words/taskWords'
import { whereWords } from '../../words/whereWords'
import type { Words } from '../../words/useWords'

/** A case of the station, as the server tells of it, or as far as only this tablet knows it. */
export type RecentCase = { readonly caseId: CaseId; readonly at: Instant } & (
  { readonly from: 'station'; readonly row: StationCaseRow } | { readonly from: 'tablet'; readonly draft: IntakeDraft }
)

type RecentSources = {
  /** Newest first. */
  readonly rows: readonly StationCaseRow[]
  readonly known: ReadonlyMap<CaseId, StationCaseRow>
  readonly handedIn: readonly IntakeDraft[]
}

/** The newest so many. Ten thousand cases cost no more than these: nothing is worded here. */
export function newestCases({ rows, known, handedIn }: RecentSources, limit: number): RecentCase[] {
  const there = rows
    .slice(0, limit)
    .map((row): RecentCase => ({ from: 'station', caseId: row.caseId, at: row.collectedAt, row }))
  const here = handedIn.flatMap((draft): RecentCase[] =>
    draft.receipt && !known.has(draft.caseId)
      ? [{ from: 'tablet', caseId: draft.caseId, at: draft.receipt.collectedAt, draft }]
      : [],
  )
  return [...here, ...there].toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit)
}

type Badge = { readonly label: string; readonly tone: 'neutral' | 'accent' | 'alert' | 'done' }
type Known = { readonly catalogue: Catalogue; readonly whereIs: (caseId: CaseId) => Whereabouts }

/** A case that only this tablet has says so. */
export function recentEntry(recent: RecentCase, { catalogue, whereIs }: Known, words: Words) {
  const isThere = recent.from === 'station'
  const name = isThere ? recent.row.applicantName : (findApplicant(recent.draft.parties)?.name ?? '')
  return {
    id: recent.caseId,
    title: isThere ? titleOfRow(recent.row, catalogue) : titleOf(recent.draft, catalogue),
    detail: words.t('home.recentDetail', { name, day: words.formatMonthDay(recent.at) }),
    badge: isThere ? badgeOf(recent.row, words) : badgeHere(whereIs(recent.caseId), words),
  }
}

/** A case of several items shows where the first stands that is not at its end. */
function badgeOf(row: StationCaseRow, words: Words): Badge {
  const { tasks, scans } = row
  const open =
    tasks.find(({ state }) => state.status === 'correction-required') ??
    tasks.find(({ state }) => state.status !== 'closed')
  if (scans.arrived < scans.total || tasks.length === 0) return { label: words.t('cases.arriving'), tone: 'neutral' }
  if (!open) return { label: words.t('cases.status.closed'), tone: 'done' }
  const isAsked = open.state.status === 'correction-required'
  return { label: stationTaskWords(row, open, words), tone: isAsked ? 'accent' : 'neutral' }
}

/** The server has not told of it yet: what the outbox says is all that is known. */
function badgeHere(where: Whereabouts, words: Words): Badge {
  if (where.kind === 'unknown' || where.kind === 'unproven') {
    const { label, tone } = whereWords(where, words)
    return { label, tone }
  }
  return where.kind === 'arrived' || where.kind === 'scans-here'
    ? { label: words.t('cases.arriving'), tone: 'neutral' }
    : { label: words.t('cases.where.onlyHere'), tone: 'accent' }
}
