import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { Failure } from '../api/reply'
import type { QueuedOperation } from '../db/outboxEntry'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'
import { postpone, settle } from './outbox'

/**
 * Sends one batch and keeps what the server answered; gives back what went wrong. Whether a lost request was stored
 * nobody can know: the same operations go again under the same ids, and the server answers as it did the first time.
 */
export async function pushOnce(deps: EngineDeps, batch: readonly QueuedOperation[]): Promise<Failure | undefined> {
  const bodies = await deps.storage.readBodies(batch.map(({ seq }) => seq))
  const frames = batch.map((operation) => toFrame(operation, bodies, deps))
  const reply = await deps.transport.push(frames)
  if (reply.kind !== 'answer') return reply
  await meetEpoch(deps, reply.answer.epoch)
  await deps.storage.setOutboxStates(statesAfter(batch, reply.answer, deps))
  return undefined
}

function toFrame(
  { deviceSeq, opId, caseId, alg, keyId, seq }: QueuedOperation,
  bodies: ReadonlyMap<number, Uint8Array<ArrayBuffer>>,
  { deviceId }: EngineDeps,
): Frame {
  const body = bodies.get(seq)
  if (!body) throw new Error(`operation ${opId} has lost its body`)
  return { frame: 1, deviceId, deviceSeq, opId, caseId, alg, keyId, body }
}

function statesAfter(batch: readonly QueuedOperation[], answer: PushAnswer, deps: EngineDeps) {
  const outcomeByOpId = new Map(answer.outcomes.map((outcome) => [outcome.opId, outcome]))
  const at = { nowMs: deps.nowMs(), random: deps.random(), acknowledgement: answer.acknowledgement }
  return batch.map((operation) => {
    const outcome = outcomeByOpId.get(operation.opId)
    // An operation without an answer was not stored, or it was and the answer got lost: it waits and goes again.
    return { seq: operation.seq, state: outcome ? settle(operation, outcome, at) : postpone(operation.state, at) }
  })
}
