import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { LostStep } from '../../db/lostSteps'
import type { OutboxEntry, UploadEntry } from '../../db/outboxEntry'
import { openCorrections, titleOfRow } from '../../stores/cases'
import { titleOf } from '../../stores/draftForm'
import type { Words } from '../../words/useWords'

export type ToDoSources = {
  readonly parked: readonly OutboxEntry[]
  readonly blocked: readonly UploadEntry[]
  /** What this tablet has lost, and the server did not take from its second copy. */
  readonly lost: readonly LostStep[]
  /** Cases that a department asks about. */
  readonly wanting: readonly StationCaseRow[]
  /** Cases whose scans have been awaited for long and are not on their way from here. */
  readonly late: readonly StationCaseRow[]
  /** Cases with something to be fetched here, and how much. */
  readonly fetchable: readonly { readonly row: StationCaseRow; readonly count: number }[]
  /** This tablet's copies of what is parked, blocked or lost. */
  readonly drafts: readonly IntakeDraft[]
}

type Entry = {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly badge: { readonly label: string; readonly tone: 'alert' | 'accent' }
  readonly path: string
}

/**
 * Everything that waits for the agent: first what was lost here, then what the server would not have, then what never
 * reached it, then what departments ask for, then what an applicant may come for.
 */
export function toDoEntries(sources: ToDoSources, catalogue: Catalogue, words: Words): Entry[] {
  const { t } = words
  const draftById = new Map(sources.drafts.map((draft) => [draft.caseId, draft]))
  const inQueue = (kind: string, caseId: CaseId | undefined, label: string): Entry => {
    const draft = caseId && draftById.get(caseId)
    return {
      id: `${kind}-${caseId ?? ''}`,
      title: (draft && titleOf(draft, catalogue)) || t('home.noItem'),
      detail: (draft && findApplicant(draft.parties)?.name) || t('home.unnamed'),
      badge: { label, tone: 'alert' },
      path: '/queue',
    }
  }
  const ofCase = (
    kind: string,
    row: StationCaseRow,
    label: string,
    tone: Entry['badge']['tone'] = 'accent',
  ): Entry => ({
    id: `${kind}-${row.caseId}`,
    title: titleOfRow(row, catalogue),
    detail: row.applicantName,
    badge: { label, tone },
    path: `/cases/${row.caseId}`,
  })

  const parked = [...groupBy(sources.parked, (entry) => entry.caseId).keys()]
  const blocked = [...groupBy(sources.blocked, (upload) => upload.caseId)]
  const lost = [...groupBy(sources.lost, (step) => step.caseId)]
  return [
    ...lost.map(([caseId, steps]) => inQueue('lost', caseId, t('home.lost', { count: steps.length }))),
    ...parked.map((caseId) => inQueue('parked', caseId, t('home.parked'))),
    ...blocked.map(([caseId, scans]) => inQueue('blocked', caseId, t('home.blocked', { count: scans.length }))),
    ...sources.late.map((row) => ofCase('late', row, t('home.late', { count: countMissing(row) }), 'alert')),
    ...sources.wanting.map((row) => ofCase('wanting', row, t('home.correction', { count: countPoints(row) }))),
    ...sources.fetchable.map(({ row, count }) => ofCase('fetchable', row, t('home.handOver', { count }))),
  ]
}

const LATE_AFTER_MS = 24 * 60 * 60_000

/**
 * Whether a case that was taken in long ago has never been whole: the tablet that took it in may be broken or lost, and
 * no department will begin. Of an answer to a correction nobody here knows how old it is. [CASE-R22]
 */
export const isLate = ({ tasks, scans, collectedAt }: StationCaseRow, nowMs: number): boolean =>
  tasks.length === 0 && scans.arrived < scans.total && nowMs - instantToMs(collectedAt) > LATE_AFTER_MS

const countMissing = ({ scans }: StationCaseRow): number => scans.total - scans.arrived

const countPoints = (row: StationCaseRow): number =>
  openCorrections(row).reduce((total, { correction }) => total + correction.points.length, 0)
