import * as z from 'zod/mini'
import { ROLES } from '@onetrip/shared/access/policy'
import { DispatchStatus } from '@onetrip/shared/dispatch/dispatch'
import type { ShownEvent } from '@onetrip/shared/wire/inbox'
import type { TimelineEvent } from '../../ui/timelineEvent'
import { readEventKind } from '../../words/caseEvent'
import type { Words } from '../../words/useWords'

/** The parts of an event's detail that a person reads; what is not of this shape is not shown. */
const Detail = z.object({
  reason: z.optional(z.string()),
  whereToGo: z.optional(z.string()),
  points: z.optional(z.array(z.object({ words: z.string() }))),
  document: z.optional(z.object({ name: z.string(), number: z.string() })),
  status: z.optional(DispatchStatus),
})

/** What happened, the newest first. */
export function toTimeline(events: readonly ShownEvent[], words: Words): TimelineEvent[] {
  return events
    .map((event, index): TimelineEvent => {
      const { data } = Detail.safeParse(event.detail)
      return {
        id: `${index}`,
        title: titleOf(event, data?.status, words),
        detail: [[whoDid(event, words), data?.document?.name].filter(Boolean).join(' · '), ...toldIn(data, words)]
          .filter(Boolean)
          .join('\n'),
        reference: data?.document?.number,
        at: event.at,
        state: 'done',
      }
    })
    .toReversed()
}

function whoDid({ byRole, byName }: ShownEvent, { t }: Words): string {
  const role = ROLES.find((known) => known === byRole)
  return t('review.history.by', { role: role ? t(`case.role.${role}`) : '', name: byName ?? '' }).trim()
}

/** A parcel's move is told by where it is now. */
function titleOf({ kind }: ShownEvent, status: DispatchStatus | undefined, { t }: Words): string {
  const known = readEventKind(kind)
  return known === 'dispatch-moved' && status
    ? t('review.history.dispatchMoved', { status: t(`case.dispatchStatus.${status}`) })
    : t(`case.event.${known}`)
}

/** What was said to the applicant, each on its own line. */
function toldIn(detail: z.infer<typeof Detail> | undefined, { t }: Words): string[] {
  const { reason, whereToGo, points = [] } = detail ?? {}
  const whatToDo = whereToGo === undefined ? undefined : t('review.history.whatToDo', { words: whereToGo })
  return [reason, whatToDo, ...points.map((point) => point.words)].filter((part) => part !== undefined)
}
