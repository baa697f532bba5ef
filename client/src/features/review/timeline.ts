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
    .map((event, index): TimelineEvent => ({
      id: `${index}`,
      title: words.t(`case.event.${readEventKind(event.kind)}`),
      detail: [whoDid(event, words), ...describeDetail(event, words)].filter(Boolean).join(' · '),
      at: event.at,
      state: 'done',
    }))
    .toReversed()
}

function whoDid({ byRole, byName }: ShownEvent, { t }: Words): string {
  const role = ROLES.find((known) => known === byRole)
  return t('review.history.by', { role: role ? t(`case.role.${role}`) : '', name: byName ?? '' }).trim()
}

function describeDetail({ detail }: ShownEvent, { t }: Words): string[] {
  const parsed = Detail.safeParse(detail)
  if (!parsed.success) return []
  const { reason, whereToGo, points, document, status } = parsed.data
  return [
    reason,
    whereToGo,
    ...(points ?? []).map((point) => point.words),
    document && `${document.name} ${document.number}`,
    status && t(`case.dispatchStatus.${status}`),
  ].filter((part) => part !== undefined)
}
