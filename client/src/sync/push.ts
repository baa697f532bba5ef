import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { Failure, Reply } from '../api/reply'
import type { OutboxBody, QueuedOperation } from '../db/outboxEntry'
import type { EngineDeps } from './engineDeps'
import { gravestOf } from './gravest'
import { meetEpoch } from './meetEpoch'
import { postpone, settle, type Batch } from './outbox'

/**
 * Sends batches side by side and keeps what the server answered, one answer after the other: what an epoch says of one
 * must be kept before the next is believed. Gives back what went wrong with any of them. Whether a lost request was
 * stored nobody can know: the same operations go again under the same ids, and the server answers as it did before.
 */
export async function pushBatches(deps: EngineDeps, batches: readonly Batch[]): Promise<Failure | undefined> {
  const sent = batches.map((batch) => send(deps, batch))
  // Listened to from the start: any of them may fail before its turn comes.
  const allSent = Promise.allSettled(sent)
  try {
    const failures: Failure[] = []
    for (const one of sent) failures.push(...(await keep(deps, await one)))
    return gravestOf(failures)
  } finally {
    // The next step finds nothing of this one still on its way.
    await allSent
  }
}

type Sent = {
  readonly batch: Batch
  readonly epoch: string | null
  /** Undefined where nothing could go. */
  readonly reply: Reply<PushAnswer> | undefined
}

async function send(deps: EngineDeps, batch: Batch): Promise<Sent> {
  const bodies = await deps.storage.readBodies(batch.map(({ seq }) => seq))
  const frames = batch.flatMap((operation) => toFrame(operation, bodies, deps))
  const { epoch } = await deps.storage.readPosition()
  return { batch, epoch, reply: frames.length > 0 ? await deps.transport.push(frames, epoch) : undefined }
}

async function keep(deps: EngineDeps, { batch, epoch, reply }: Sent): Promise<Failure[]> {
  if (!reply) {
    await deps.storage.setOutboxStates(batch.map(({ seq, state }) => ({ seq, state: postpone(state, chance(deps)) })))
    return []
  }
  if (reply.kind !== 'answer') return [reply]
  await meetEpoch(deps, reply.answer.epoch)
  // It has decided nothing: what it lacks goes first, in the order in which it was made. [SYNC-R8]
  if (reply.answer.epoch !== epoch && reply.answer.outcomes.length === 0) return []
  await deps.storage.setOutboxStates(statesAfter(batch, reply.answer, deps))
  return []
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

function statesAfter(batch: Batch, answer: PushAnswer, deps: EngineDeps) {
  const outcomeByOpId = new Map(answer.outcomes.map((outcome) => [outcome.opId, outcome]))
  const at = { ...chance(deps), acknowledgement: answer.acknowledgement }
  return batch.map((operation) => {
    const outcome = outcomeByOpId.get(operation.opId)
    // An operation without an answer was not stored, or it was and the answer got lost: it waits and goes again.
    return { seq: operation.seq, state: outcome ? settle(operation, outcome, at) : postpone(operation.state, at) }
  })
}
