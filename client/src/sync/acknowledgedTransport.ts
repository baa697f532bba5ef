import {
  acknowledgedText,
  type Acknowledged,
  type Acknowledgement,
  type AcknowledgementKey,
} from '@onetrip/shared/wire/acknowledgement'
import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { OperationOutcome, PushAnswer } from '@onetrip/shared/wire/push'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { Reply } from '../api/reply'
import type { SyncTransport, UploadOfScan } from './transport'

export type AcknowledgementDeps = {
  readonly districtId: DistrictId
  /** The keys that the server named last; none before the first pull. */
  readonly readKeys: () => Promise<readonly AcknowledgementKey[]>
  /** Whether the ed25519 signature (64 bytes) by the key (32 bytes) is one of this text. */
  readonly verifySignature: (signed: SignedText) => Promise<boolean>
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
}

export type SignedText = {
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly text: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/**
 * A transport whose word can be relied on: that something is stored is believed with the server's signature only,
 * over the very bytes that were sent. An operation without it counts as unanswered, a scan as not understood; both go
 * again, and a server that has them signs then. [SYNC-R16]
 */
export function acknowledgedTransport(transport: SyncTransport, deps: AcknowledgementDeps): SyncTransport {
  const { districtId, sha256Hex } = deps

  async function keepSigned(frames: readonly Frame[], answer: PushAnswer): Promise<PushAnswer> {
    const frameByOpId = new Map(frames.map((frame) => [frame.opId, frame]))
    const keys = await deps.readKeys()
    const isSigned = async (outcome: OperationOutcome): Promise<boolean> => {
      if (outcome.status !== 'applied') return true
      const frame = frameByOpId.get(outcome.opId)
      if (!frame) return false
      const { caseId, opId } = frame
      const acknowledged = {
        about: 'operation',
        districtId,
        caseId,
        opId,
        bodySha256: await sha256Hex(frame.body),
      } as const
      return isAcknowledged(deps, { acknowledged, acknowledgement: outcome.acknowledgement, epoch: answer.epoch, keys })
    }
    const areSigned = await Promise.all(answer.outcomes.map(isSigned))
    return { ...answer, outcomes: answer.outcomes.filter((_outcome, at) => areSigned[at]) }
  }

  async function demandSigned(
    { caseId, scanId }: Pick<UploadOfScan, 'caseId' | 'scanId'>,
    reply: Reply<UploadAnswer>,
  ): Promise<Reply<UploadAnswer>> {
    if (reply.kind !== 'answer' || reply.answer.standing.status !== 'complete') return reply
    const { epoch, standing } = reply.answer
    const acknowledged = { about: 'scan', districtId, caseId, scanId } as const
    const { acknowledgement } = standing
    const isSigned = await isAcknowledged(deps, { acknowledged, acknowledgement, epoch, keys: await deps.readKeys() })
    return isSigned ? reply : { kind: 'not-understood' }
  }

  return {
    pull: transport.pull,
    push: async (frames) => {
      const reply = await transport.push(frames)
      return reply.kind === 'answer' ? { kind: 'answer', answer: await keepSigned(frames, reply.answer) } : reply
    },
    offer: async (input) =>
      demandSigned({ caseId: input.caseId, scanId: input.scan.scanId }, await transport.offer(input)),
    append: async (upload, offset, bytes) => demandSigned(upload, await transport.append(upload, offset, bytes)),
  }
}

type Claim = {
  readonly acknowledged: Acknowledged
  readonly acknowledgement: Acknowledgement | undefined
  /** Of the answer: a signature of an earlier epoch says nothing of the server that answers now. */
  readonly epoch: string
  readonly keys: readonly AcknowledgementKey[]
}

async function isAcknowledged(
  { verifySignature }: AcknowledgementDeps,
  { acknowledged, acknowledgement, epoch, keys }: Claim,
): Promise<boolean> {
  if (acknowledgement?.epoch !== epoch) return false
  const key = keys.find(({ keyId }) => keyId === acknowledgement.keyId)
  if (!key) return false
  const text = new TextEncoder().encode(acknowledgedText(acknowledged, acknowledgement))
  const signed = {
    publicKey: fromBase64(key.publicKey),
    text,
    signature: fromBase64(acknowledgement.signature),
  }
  // What cannot be checked is not believed, and is asked for again.
  return verifySignature(signed).catch(() => false)
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
