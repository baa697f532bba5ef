import type { Role } from '@onetrip/shared/access/policy'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import type { Instant } from '@onetrip/shared/lib/time'
import type { StoredCase } from '../../db/caseFile'
import type { StoredEvent } from '../../db/writeCaseFiles'
import type { Actor } from '../actor'
import type { EventDraft } from './ruling'

/** The head of an empty chain. */
export const NO_EVENT_HASH = '0'.repeat(64)

/** Lower-case hex SHA-256 of bytes, or of a text as UTF-8; a parameter so that the rules stay pure. */
export type Sha256Hex = (content: string | Uint8Array) => string

/** Who stands in an event: a person in a post, a department's system, or the courier's, which has no say of its own. */
export type EventActor = Omit<Actor, 'role'> & { readonly role: Role | 'courier-system' }

export type ChainContext = { readonly actor: EventActor; readonly now: Instant; readonly sha256Hex: Sha256Hex }

/**
 * Numbers the events and chains each to the one before by its hash: a changed, missing or inserted row
 * shows. Returns the rows and the case with its new head.
 */
export function chainEvents(
  stored: StoredCase,
  drafts: readonly EventDraft[],
  context: ChainContext,
): { readonly stored: StoredCase; readonly events: readonly StoredEvent[] } {
  // The same object says that nothing was changed.
  if (drafts.length === 0) return { stored, events: [] }
  const { role, postId, personId, unitId } = context.actor
  const events: StoredEvent[] = []
  let head = stored.eventHead
  for (const draft of drafts) {
    const row = {
      caseId: stored.caseId,
      seq: stored.eventCount + events.length + 1,
      at: context.now,
      kind: draft.kind,
      taskId: draft.taskId ?? null,
      actor: { role, postId, personId, unitId },
      detail: draft.detail ?? {},
    }
    head = context.sha256Hex(head + canonicalJson(row))
    events.push({ ...row, hash: head })
  }
  return { stored: { ...stored, eventCount: stored.eventCount + events.length, eventHead: head }, events }
}
