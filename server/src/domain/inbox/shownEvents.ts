import type { StoredEvent } from '../../db/writeCaseFiles'
import { momentOfEvent } from '../case/moment'
import type { EventKind } from '../case/ruling'
import type { ShownEvent } from '@onetrip/shared/wire/inbox'

/** What a reader may see of an event besides that it happened. Ids and what concerns other tasks stay inside. */
const SHOWN_DETAIL = {
  submitted: ['capacity', 'insisted'],
  'scan-replaced': [],
  received: ['receivedAt'],
  'correction-required': ['points'],
  'correction-answered': ['insisted'],
  corrected: [],
  'content-changed': ['fields', 'materials', 'parties'],
  accepted: [],
  'not-accepted': ['reason', 'whereToGo'],
  approved: [],
  denied: ['reason'],
  issued: ['document'],
  'dispatch-requested': [],
  'dispatch-moved': ['status'],
  delivered: ['manner'],
  'refusal-served': ['manner'],
  'operation-settled': [],
} as const satisfies Record<EventKind, readonly string[]>

const isKnown = (kind: string): kind is EventKind => kind in SHOWN_DETAIL

/** An event as a reviewer sees it; names only of those posts that are handed in. */
export function toShownEvent(event: StoredEvent, nameByPost: ReadonlyMap<string, string>): ShownEvent {
  const shown: readonly string[] = isKnown(event.kind) ? SHOWN_DETAIL[event.kind] : []
  const byName = nameByPost.get(event.actor.postId ?? '')
  return {
    at: momentOfEvent(event),
    kind: event.kind,
    byRole: event.actor.role ?? '',
    ...(byName !== undefined && { byName }),
    detail: Object.fromEntries(Object.entries(event.detail).filter(([key]) => shown.includes(key))),
  }
}

/** Leaves out answers to what only other departments had asked. */
export function concernsTask(event: StoredEvent, correctionIds: readonly string[]): boolean {
  if (event.kind !== 'correction-answered') return true
  const { answers } = event.detail
  return Array.isArray(answers) && answers.some((id) => correctionIds.includes(String(id)))
}
