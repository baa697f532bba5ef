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

/** Side by side, the server rules on one push while the tablet keeps the answer to another. */
const PUSHES_AT_ONCE = 4

/** Operations of one request. */
export type Batch = readonly Waiting[]

/** What goes next, each batch in a request of its own, and from when on, never before the time that was asked at. */
export type NextBatches = { readonly atMs: number; readonly batches: readonly Batch[] }

/** Oldest first, at most one operation of a case in all batches; undefined where nothing ever goes by itself. */
export function nextBatches(
  queue: readonly QueuedOperation[],
  nowMs: number,
  mostOps = MAX_PUSH_OPS,
): NextBatches | undefined {
  const first = firstOfEachCase(queue).filter(isWaiting)
  if (first.length === 0) return undefined
  const atMs = Math.min(...first.map(({ state }) => dueAtMs(state.notBeforeMs, nowMs)))
  const due = first.filter(({ state }) => dueAtMs(state.notBeforeMs, nowMs) <= atMs)
  return { atMs, batches: toBatches(due, mostOps).slice(0, PUSHES_AT_ONCE) }
}

function toBatches(operations: readonly Waiting[], mostOps: number): Batch[] {
  const batches: { readonly batch: Waiting[]; bytes: number }[] = []
  for (const operation of operations) {
    const last = batches.at(-1)
    const isFull = last?.batch.length === mostOps
    if (last && !isFull && last.bytes + operation.sizeBytes <= MAX_BATCH_BYTES) {
      last.batch.push(operation)
      last.bytes += operation.sizeBytes
    } else batches.push({ batch: [operation], bytes: operation.sizeBytes })
  }
  return batches.map(({ batch }) => batch)
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
