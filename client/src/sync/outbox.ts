import { assertNever } from '@onetrip/shared/lib/result'
import { MAX_PUSH_BYTES, MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Acknowledgement } from '@onetrip/shared/wire/acknowledgement'
import { backoffMs } from '../api/backoff'
import type { OutboxState, QueuedOperation } from '../db/outboxEntry'
import { dueAtMs } from './due'
import { keepAcknowledgement } from './keepAcknowledgement'

/** The frames of one request stay under this, headers included. */
const MAX_BATCH_BYTES = MAX_PUSH_BYTES - MAX_PUSH_OPS * 512

type Waiting = QueuedOperation & { readonly state: Extract<OutboxState, { kind: 'waiting' }> }

/** Operations that go in one request, and from when on they may, never before the time that was asked at. */
export type Batch = { readonly atMs: number; readonly batch: readonly Waiting[] }

/** The next batch, oldest first, at most one operation of a case; undefined where nothing ever goes by itself. */
export function nextBatch(queue: readonly QueuedOperation[], nowMs: number): Batch | undefined {
  const first = firstOfEachCase(queue).filter(isWaiting)
  if (first.length === 0) return undefined
  const atMs = Math.min(...first.map(({ state }) => dueAtMs(state.notBeforeMs, nowMs)))
  const batch: Waiting[] = []
  let bytes = 0
  for (const operation of first.filter(({ state }) => dueAtMs(state.notBeforeMs, nowMs) <= atMs)) {
    bytes += operation.sizeBytes
    if (batch.length === MAX_PUSH_OPS || (batch.length > 0 && bytes > MAX_BATCH_BYTES)) break
    batch.push(operation)
  }
  return { atMs, batch }
}

/**
 * The next step of a case goes only after the earlier one is applied: two in one batch could pass the revision check
 * by luck when somebody else moved the case. A parked operation holds back its own case, and no other.
 */
function firstOfEachCase(queue: readonly QueuedOperation[]): QueuedOperation[] {
  const byCase = new Map<string, QueuedOperation>()
  for (const operation of queue.toSorted((a, b) => a.seq - b.seq))
    if (!byCase.has(operation.caseId)) byCase.set(operation.caseId, operation)
  return [...byCase.values()]
}

const isWaiting = (operation: QueuedOperation): operation is Waiting => operation.state.kind === 'waiting'

/** What a server's answer makes of an operation. Work leaves the queue only when it is stored. */
export function settle(
  { state }: QueuedOperation,
  outcome: OperationOutcome,
  at: { readonly nowMs: number; readonly random: number; readonly acknowledgement?: Acknowledgement | undefined },
): OutboxState {
  switch (outcome.status) {
    case 'applied':
      return {
        kind: 'ended',
        how: 'applied',
        endedAtMs: at.nowMs,
        ...keepAcknowledgement(at.acknowledgement, outcome.receivedAt),
      }
    case 'refused':
      return { kind: 'parked', because: { status: 'refused', refusal: outcome.refusal } }
    case 'conflict':
      return { kind: 'parked', because: { status: 'conflict', serverRevision: outcome.serverRevision } }
    case 'unsupported':
      return { ...postpone(state, at), isUnsupported: true }
    default:
      return assertNever(outcome)
  }
}

/** Keeps an operation waiting, a little longer each time; there is no last time. */
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
