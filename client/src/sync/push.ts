import type { CaseId } from '@onetrip/shared/lib/ids'
import type { Frame } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_BYTES, MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { OutboxEntry } from '../db/outboxEntry'
import type { EngineDeps } from './engineDeps'
import { nextBatch, postpone, settle } from './outbox'
import { meetEpoch } from './meetEpoch'
import type { Failure } from './transport'

export type PushResult =
  | { readonly kind: 'nothing-ready' }
  | { readonly kind: 'pushed'; readonly caseIds: readonly CaseId[] }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** The frames of one request stay under this, headers included. */
const LIMITS = { maxOps: MAX_PUSH_OPS, maxBytes: MAX_PUSH_BYTES - MAX_PUSH_OPS * 512 }

/**
 * Sends one batch and keeps what the server answered. Whether a lost request was stored nobody can know:
 * the same operations go again under the same ids, and the server answers as it did the first time.
 */
export async function pushOnce(deps: EngineDeps, outbox: readonly OutboxEntry[]): Promise<PushResult> {
  const batch = nextBatch(outbox, deps.nowMs(), LIMITS)
  if (batch.length === 0) return { kind: 'nothing-ready' }
  const reply = await deps.transport.push(batch.map((entry) => toFrame(entry, deps)))
  if (reply.kind !== 'answer') return { kind: 'failed', failure: reply }
  await meetEpoch(deps, reply.answer.epoch)
  await deps.storage.setOutboxStates(statesAfter(batch, reply.answer, deps))
  return { kind: 'pushed', caseIds: batch.map((entry) => entry.caseId) }
}

const toFrame = (entry: OutboxEntry, { deviceId }: EngineDeps): Frame => ({
  frame: 1,
  deviceId,
  deviceSeq: entry.deviceSeq,
  opId: entry.opId,
  caseId: entry.caseId,
  alg: entry.alg,
  keyId: entry.keyId,
  body: entry.body,
})

function statesAfter(batch: readonly OutboxEntry[], answer: PushAnswer, deps: EngineDeps) {
  const outcomeByOpId = new Map(answer.outcomes.map((outcome) => [outcome.opId, outcome]))
  const at = { nowMs: deps.nowMs(), random: deps.random() }
  return batch.map((entry) => {
    const outcome = outcomeByOpId.get(entry.opId)
    // An operation without an answer was not stored, or it was and the answer got lost: it waits and goes again.
    return { seq: entry.seq, state: outcome ? settle(entry, outcome, at) : postpone(entry.state, at) }
  })
}
