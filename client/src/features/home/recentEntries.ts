import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { titleOf } from '../../stores/draftForm'
import type { Whereabouts } from '../../stores/whereabouts'
import { TASK_STATUS_KEYS } from '../../words/statusKeys'
import type { Words } from '../../words/useWords'
import { chosenIn } from './toDoEntries'

type Badge = { readonly label: string; readonly tone: 'neutral' | 'accent' | 'done' }
type Recent = {
  readonly caseId: string
  readonly title: string
  readonly name: string
  readonly at: Instant
  readonly badge: Badge
}

export type RecentSources = {
  readonly rows: readonly StationCaseRow[]
  readonly handedIn: readonly IntakeDraft[]
  readonly whereIs: (caseId: CaseId) => Whereabouts
}

/** Newest first. A case that only this tablet has says so. */
export function recentEntries({ rows, handedIn, whereIs }: RecentSources, catalogue: Catalogue, words: Words) {
  const { t, formatMonthDay } = words
  const known = new Set(rows.map((row) => row.caseId))
  const here = handedIn.flatMap((draft): Recent[] => {
    if (!draft.receipt || known.has(draft.caseId)) return []
    const badge = badgeHere(whereIs(draft.caseId), words)
    const name = findApplicant(draft.parties)?.name ?? ''
    return [{ caseId: draft.caseId, title: titleOf(draft, catalogue), name, at: draft.receipt.collectedAt, badge }]
  })
  const there = rows.map((row): Recent => {
    const title = titleOf(chosenIn(row, catalogue), catalogue)
    return { caseId: row.caseId, title, name: row.applicantName, at: row.collectedAt, badge: badgeOf(row, words) }
  })
  return [...here, ...there]
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ caseId, title, name, at, badge }) => {
      return { id: caseId, title, detail: t('home.recentDetail', { name, day: formatMonthDay(at) }), badge }
    })
}

/** A case of several items shows where the first stands that is not at its end. */
function badgeOf({ tasks, scans }: StationCaseRow, { t }: Words): Badge {
  const states = tasks.map((task) => task.state)
  const open =
    states.find((state) => state.status === 'correction-required') ?? states.find(({ status }) => status !== 'closed')
  if (scans.arrived < scans.total || states.length === 0) return { label: t('cases.arriving'), tone: 'neutral' }
  if (!open) return { label: t('cases.status.closed'), tone: 'done' }
  return { label: t(TASK_STATUS_KEYS[open.status]), tone: open.status === 'correction-required' ? 'accent' : 'neutral' }
}

/** The server has not told of it yet: what the outbox says is all that is known. */
function badgeHere(where: Whereabouts, { t }: Words): Badge {
  return where.kind === 'arrived' || where.kind === 'scans-here'
    ? { label: t('cases.arriving'), tone: 'neutral' }
    : { label: t('cases.where.onlyHere'), tone: 'accent' }
}
