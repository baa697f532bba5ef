import { assertNever } from '@onetrip/shared/lib/result'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { OutboxEntry, OutboxState } from '../db/outboxEntry'
import { backoffMs, isDue } from './backoff'

/**
 * The next batch, oldest first, at most one operation per case. The next step of a case goes only after
 * the earlier one is applied: two in one batch could pass the revision check by luck when somebody else
 * moved the case. A parked operation holds back its own case, and no other.
 */
export function nextBatch(entries: readonly OutboxEntry[], nowMs: number, limits: BatchLimits): OutboxEntry[] {
  const seenCases = new Set<string>()
  const batch: OutboxEntry[] = []
  let bytes = 0
  for (const entry of entries.toSorted((a, b) => a.seq - b.seq)) {
    if (seenCases.has(entry.caseId)) continue
    seenCases.add(entry.caseId)
    if (entry.state.kind !== 'waiting' || !isDue(entry.state.notBeforeMs, nowMs)) continue
    bytes += entry.body.length
    if (batch.length === limits.maxOps || (batch.length > 0 && bytes > limits.maxBytes)) break
    batch.push(entry)
  }
  return batch
}

export type BatchLimits = { readonly maxOps: number; readonly maxBytes: number }

/** What a server's answer makes of an entry. Work leaves the queue only when it is stored. */
export function settle(
  entry: OutboxEntry,
  outcome: OperationOutcome,
  at: { readonly nowMs: number; readonly random: number },
): OutboxState {
  switch (outcome.status) {
    case 'applied':
      return { kind: 'ended', how: 'applied', endedAtMs: at.nowMs }
    case 'refused':
      return { kind: 'parked', because: { status: 'refused', refusal: outcome.refusal } }
    case 'conflict':
      return { kind: 'parked', because: { status: 'conflict', serverRevision: outcome.serverRevision } }
    case 'unsupported':
      return { ...postpone(entry.state, at), isUnsupported: true }
    default:
      return assertNever(outcome)
  }
}

/** Keeps an entry waiting, a little longer each time; there is no last time. */
export function postpone(
  state: OutboxState,
  at: { readonly nowMs: number; readonly random: number },
): Extract<OutboxState, { kind: 'waiting' }> {
  const attempts = state.kind === 'waiting' ? state.attempts : 0
  return {
    kind: 'waiting',
    attempts: attempts + 1,
    notBeforeMs: at.nowMs + backoffMs(attempts, at.random),
    isUnsupported: false,
  }
}

/** When an entry becomes ready next, of those that only wait for time; undefined when none does. */
export function nextReadyMs(entries: readonly OutboxEntry[]): number | undefined {
  const times = entries.flatMap((entry) => (entry.state.kind === 'waiting' ? [entry.state.notBeforeMs] : []))
  return times.length > 0 ? Math.min(...times) : undefined
}
