import {
  acknowledgedText,
  signedText,
  type Acknowledged,
  type Acknowledgement,
  type AcknowledgementKey,
} from '@onetrip/shared/wire/acknowledgement'
import { fromBase64 } from '@onetrip/shared/lib/base64'
import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { OperationOutcome, PushAnswer } from '@onetrip/shared/wire/push'
import type { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
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

  async function keepAcknowledged(frames: readonly Frame[], answer: PushAnswer): Promise<PushAnswer> {
    const digests = await readDigests(deps, answer)
    const frameByOpId = new Map(frames.map((frame) => [frame.opId, frame]))
    const isAcknowledged = async (outcome: OperationOutcome): Promise<boolean> => {
      if (outcome.status !== 'applied') return true
      const { opId, receivedAt } = outcome
      const frame = frameByOpId.get(opId)
      if (!frame || !receivedAt) return false
      const bodySha256 = await sha256Hex(frame.body)
      const { caseId } = frame
      const about = { about: 'operation', districtId, caseId, opId, bodySha256 } as const
      return digests.has(await digestOf(deps, about, receivedAt))
    }
    const areAcknowledged = await Promise.all(answer.outcomes.map(isAcknowledged))
    return { ...answer, outcomes: answer.outcomes.filter((_outcome, at) => areAcknowledged[at]) }
  }

  async function demandAcknowledged(
    { caseId, scanId }: Pick<UploadOfScan, 'caseId' | 'scanId'>,
    reply: Reply<UploadAnswer>,
  ): Promise<Reply<UploadAnswer>> {
    if (reply.kind !== 'answer' || reply.answer.standing.status !== 'complete') return reply
    const { epoch, standing } = reply.answer
    const { arrivedAt, acknowledgement } = standing
    if (!arrivedAt) return { kind: 'not-understood' }
    const digests = await readDigests(deps, { epoch, acknowledgement })
    const about = { about: 'scan', districtId, caseId, scanId } as const
    return digests.has(await digestOf(deps, about, arrivedAt)) ? reply : { kind: 'not-understood' }
  }

  const { offerAndAppend } = transport
  const ofOffer = ({ caseId, scan }: OfferInput): Pick<UploadOfScan, 'caseId' | 'scanId'> => ({
    caseId,
    scanId: scan.scanId,
  })
  return {
    pull: transport.pull,
    push: async (frames, epoch) => {
      const reply = await transport.push(frames, epoch)
      return reply.kind === 'answer' ? { kind: 'answer', answer: await keepAcknowledged(frames, reply.answer) } : reply
    },
    offer: async (input) => demandAcknowledged(ofOffer(input), await transport.offer(input)),
    ...(offerAndAppend && {
      offerAndAppend: async (input, bytes) => demandAcknowledged(ofOffer(input), await offerAndAppend(input, bytes)),
    }),
    append: async (upload, offset, bytes) => demandAcknowledged(upload, await transport.append(upload, offset, bytes)),
  }
}

const digestOf = ({ sha256Hex }: AcknowledgementDeps, about: Acknowledged, at: Instant): Promise<string> =>
  sha256Hex(new TextEncoder().encode(acknowledgedText(about, at)))

type Said = {
  /** Of the answer: a signature of an earlier epoch says nothing of the server that answers now. */
  readonly epoch: string
  readonly acknowledgement?: Acknowledgement | undefined
}

/** What the server has signed for in an answer; nothing where the signature is none of a key that it named. */
async function readDigests(
  { readKeys, verifySignature }: AcknowledgementDeps,
  { epoch, acknowledgement }: Said,
): Promise<ReadonlySet<string>> {
  if (acknowledgement?.epoch !== epoch) return new Set()
  const key = (await readKeys()).find(({ keyId }) => keyId === acknowledgement.keyId)
  if (!key) return new Set()
  const signed = {
    publicKey: fromBase64(key.publicKey),
    text: new TextEncoder().encode(signedText(acknowledgement)),
    signature: fromBase64(acknowledgement.signature),
  }
  // What cannot be checked is not believed, and is asked for again.
  const isGenuine = await verifySignature(signed).catch(() => false)
  return new Set(isGenuine ? acknowledgement.digests : [])
}
