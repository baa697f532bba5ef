import type { Dispatch } from '@onetrip/shared/dispatch/dispatch'
import type { TrackedCase, TrackedStep, TrackedTask } from '@onetrip/shared/wire/track'
import type { TimelineEvent } from '../../ui/timelineEvent'
import { readEventKind } from '../../words/caseEvent'
import type { Words } from '../../words/useWords'

/** Where an item stands, said to the person whose it is. */
export function describeStatus({ status, outcome, refused, delivery }: TrackedTask, { t }: Words): string {
  if (status === 'closed' && outcome)
    return outcome === 'refusal-served' && refused ? t(`track.refused.${refused}`) : t(`track.outcome.${outcome}`)
  return status === 'issued' && delivery ? t(`track.issuedAnd.${delivery}`) : t(`track.status.${status}`)
}

/** Who has it in hand; nobody when it is over. */
export function describeHolder({ status, organName }: TrackedTask, { t }: Words): string | undefined {
  const isWithOrgan = status === 'received' || status === 'accepted' || status === 'approved'
  return isWithOrgan ? t('track.task.holder', { organ: organName }) : undefined
}

/** By when; undefined when no clock runs. */
export function describeDueDay({ status, dueOn, delivery }: TrackedTask, words: Words): string | undefined {
  const { t, formatDate } = words
  if (status === 'correction-required') return t('track.task.paused')
  if (!dueOn) return undefined
  const date = formatDate(dueOn)
  if (status !== 'issued' && status !== 'denied' && status !== 'not-accepted') return t('track.task.due', { date })
  return t(delivery === 'to-collect' ? 'track.task.dueCollect' : 'track.task.dueTransit', { date })
}

/** The case back to the door: what goes on now, then what happened, the newest first. */
export function caseTimeline({ steps, tasks, itemNames, stage }: TrackedCase, words: Words): TimelineEvent[] {
  const nameFor = (itemName: string | undefined): string | undefined => (itemNames.length > 1 ? itemName : undefined)
  const past = steps.map((step, index): TimelineEvent => ({
    id: `step-${index}`,
    title: describeStep(step, words),
    detail: nameFor(step.itemName),
    at: step.at,
    state: 'done',
  }))
  // A refusal has been said already; its paper on the way is no work on the case.
  const open = tasks.filter(({ status }) => status !== 'closed' && status !== 'denied' && status !== 'not-accepted')
  const now = open.map((task, index): TimelineEvent => ({
    id: `now-${index}`,
    title: describeStatus(task, words),
    detail: [nameFor(task.itemName), describeDueDay(task, words)].filter(Boolean).join(' · '),
    state: task.status === 'correction-required' ? 'problem' : 'current',
  }))
  const arriving: TimelineEvent = { id: 'arriving', title: words.t('track.stage.arriving'), state: 'current' }
  return [...(stage === 'arriving' ? [arriving] : now), ...past.toReversed()]
}

function describeStep({ kind, organName, dispatchStatus }: TrackedStep, { t }: Words): string {
  const organ = organName ?? t('track.step.organ')
  const known = readEventKind(kind)
  if (known === 'dispatch-moved' && dispatchStatus)
    return t('track.step.dispatchMovedTo', { status: t(`case.dispatchStatus.${dispatchStatus}`) })
  return known === 'operation-settled' ? t('track.step.other') : t(`track.step.${known}`, { organ })
}

/** A parcel's scans, the newest first. */
export function parcelTimeline(dispatch: Dispatch, { t }: Words): TimelineEvent[] {
  const trace = dispatch.status === 'requested' ? [] : (dispatch.booking?.trace ?? [])
  return trace.toReversed().map(({ at, kind, place }, index) => ({
    id: `scan-${index}`,
    title: t(`case.trace.${kind}`),
    detail: place,
    at,
    state: index === 0 && dispatch.status !== 'delivered' ? 'current' : 'done',
  }))
}
