import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { Failure } from '../api/reply'
import type { OutboxBody, QueuedOperation } from '../db/outboxEntry'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'
import { postpone, settle } from './outbox'

/**
 * Sends one batch and keeps what the server answered; gives back what went wrong. Whether a lost request was stored
 * nobody can know: the same operations go again under the same ids, and the server answers as it did the first time.
 */
export async function pushOnce(deps: EngineDeps, batch: readonly QueuedOperation[]): Promise<Failure | undefined> {
  const bodies = await deps.storage.readBodies(batch.map(({ seq }) => seq))
  const frames = batch.flatMap((operation) => toFrame(operation, bodies, deps))
  if (frames.length === 0) {
    await deps.storage.setOutboxStates(batch.map(({ seq, state }) => ({ seq, state: postpone(state, chance(deps)) })))
    return undefined
  }
  const { epoch } = await deps.storage.readPosition()
  const reply = await deps.transport.push(frames, epoch)
  if (reply.kind !== 'answer') return reply
  const isAnotherServer = await meetEpoch(deps, reply.answer.epoch)
  // It has decided nothing: what it lacks goes first, in the order in which it was made. [SYNC-R8]
  if (isAnotherServer && reply.answer.outcomes.length === 0) return undefined
  await deps.storage.setOutboxStates(statesAfter(batch, reply.answer, deps))
  return undefined
}

/** None for an operation that waits for its agent to unlock the tablet: it counts as unanswered, and goes later. */
function toFrame(
  { deviceSeq, opId, caseId, seq }: QueuedOperation,
  bodies: ReadonlyMap<number, OutboxBody>,
  { deviceId }: EngineDeps,
): Frame[] {
  const travelling = bodies.get(seq)
  return travelling ? [{ frame: 1, deviceId, deviceSeq, opId, caseId, ...travelling }] : []
}

const chance = ({ nowMs, random }: EngineDeps) => ({ nowMs: nowMs(), random: random() })

function statesAfter(batch: readonly QueuedOperation[], answer: PushAnswer, deps: EngineDeps) {
  const outcomeByOpId = new Map(answer.outcomes.map((outcome) => [outcome.opId, outcome]))
  const at = { ...chance(deps), acknowledgement: answer.acknowledgement }
  return batch.map((operation) => {
    const outcome = outcomeByOpId.get(operation.opId)
    // An operation without an answer was not stored, or it was and the answer got lost: it waits and goes again.
    return { seq: operation.seq, state: outcome ? settle(operation, outcome, at) : postpone(operation.state, at) }
  })
}
