import type { Reply } from '@onetrip/client/api/reply'
import type { Frame } from '@onetrip/shared/wire/frame'
import { FIRST_MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { PulledAnswer } from '@onetrip/shared/wire/pull'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { SimTransport } from './directTransport'

/** Which version runs where, now. */
export type Deployment = { isServerOlder: boolean; isAppOlder: boolean }

/** Kinds that came after the first release: a server of that time does not know them. */
const LATER_KINDS: ReadonlySet<string> = new Set(['case.replace-scan', 'case.settle', 'task.hand-over'])

/**
 * While an older version is deployed, it says of what it does not know that it does not, and leaves out of its answers
 * what was added since: acknowledgements, their keys and times. What is upgraded later takes all of it.
 */
export function withOlderServer(
  server: SimTransport,
  deployment: Deployment,
  kindOf: (opId: string) => string | undefined,
): SimTransport {
  const isKnown = ({ opId }: Frame): boolean => !LATER_KINDS.has(kindOf(opId) ?? '')
  return {
    push: async (frames, knownEpoch) => {
      if (!deployment.isServerOlder) return server.push(frames, knownEpoch)
      const reply = await server.push(frames.filter(isKnown), knownEpoch)
      if (reply.kind !== 'answer') return reply
      const { epoch, serverTime, outcomes } = reply.answer
      const unsupported = frames
        .filter((frame) => !isKnown(frame))
        .map(({ opId }): OperationOutcome => ({ status: 'unsupported', opId }))
      return { kind: 'answer', answer: { epoch, serverTime, outcomes: [...outcomes.map(asOnceWas), ...unsupported] } }
    },
    pull: async (input) => {
      if (!deployment.isServerOlder) return server.pull(input)
      if (input.limit > FIRST_MAX_PULL_CHANGES) return { kind: 'not-understood' }
      const { keysKnown: _, ...asOnceWas } = input
      return withoutKeys(await server.pull(asOnceWas))
    },
    offer: async (input) => withoutAcknowledgement(await server.offer(input), deployment),
    offerAndAppend: async (input, bytes) => {
      if (!deployment.isServerOlder) return server.offerAndAppend(input, bytes)
      // As the production's transport does with a server that reads no offer beside a piece.
      const offered = await server.offer(input)
      const standing = offered.kind === 'answer' ? offered.answer.standing : undefined
      const isWanted = standing?.status === 'continue' && standing.offset < bytes.length
      const upload = { ...input, scanId: input.scan.scanId }
      const reply = isWanted ? await server.append(upload, standing.offset, bytes.subarray(standing.offset)) : offered
      return withoutAcknowledgement(reply, deployment)
    },
    append: async (...piece) => withoutAcknowledgement(await server.append(...piece), deployment),
  }
}

function asOnceWas(outcome: OperationOutcome): OperationOutcome {
  if (outcome.status !== 'applied') return outcome
  const { status, opId, revision } = outcome
  return { status, opId, revision }
}

function withoutKeys(reply: Reply<PulledAnswer>): Reply<PulledAnswer> {
  if (reply.kind !== 'answer') return reply
  const { acknowledgementKeys: _, keysDigest: __, ...answer } = reply.answer
  return { kind: 'answer', answer }
}

function withoutAcknowledgement(reply: Reply<UploadAnswer>, { isServerOlder }: Deployment): Reply<UploadAnswer> {
  if (!isServerOlder || reply.kind !== 'answer' || reply.answer.standing.status !== 'complete') return reply
  return { kind: 'answer', answer: { ...reply.answer, standing: { status: 'complete' } } }
}

/** While the tablet's app is older than the server, rows of cases come to it unread, as their bytes were. */
export const withOlderApp = (transport: SimTransport, deployment: Deployment): SimTransport => ({
  ...transport,
  pull: async (input) => {
    const reply = await transport.pull(input)
    if (!deployment.isAppOlder || reply.kind !== 'answer') return reply
    const changes = reply.answer.changes.map((change) =>
      change.row?.kind === 'case' ? { ...change, row: { kind: 'unread' as const, raw: change.row } } : change,
    )
    return { kind: 'answer', answer: { ...reply.answer, changes } }
  },
})
