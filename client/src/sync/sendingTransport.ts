import type { ZodMiniType } from 'zod/mini'
import type { DeviceId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import {
  DEVICE_HEADER,
  EPOCH_HEADER,
  OFFER_HEADER,
  OFFSET_HEADER,
  PROOF_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { PushAnswer } from '@onetrip/shared/wire/push'
import { UploadAnswer, writeOffer, type OfferInput } from '@onetrip/shared/wire/upload'
import type { AgentClient } from '../api/agentClient'
import { ask, type Reply } from '../api/reply'
import type { SyncTransport } from './transport'

export type SendingDeps = {
  readonly deviceId: DeviceId
  /** Is told the time in each answer: it brackets what the tablet's own clock says. */
  readonly onServerTime: (serverTime: Instant) => void
  /** The device's signature that an upload is its own, as base64; undefined while the device has no key. */
  readonly proveUpload: (uploadId: UploadId) => Promise<string | undefined>
}

/** Asks, and tells the time in the answer. */
export const createTimedAsk =
  ({ onServerTime }: Pick<SendingDeps, 'onServerTime'>) =>
  async <Answer extends { serverTime: Instant }>(
    schema: ZodMiniType<Answer>,
    call: () => Promise<unknown>,
  ): Promise<Reply<Answer>> => {
    const reply = await ask(schema, call)
    if (reply.kind === 'answer') onServerTime(reply.answer.serverTime)
    return reply
  }

/** What the engine sends, over the typed API. The service worker carries no more than this: it reads no rows. */
export function createSendingTransport(client: AgentClient, deps: SendingDeps): Omit<SyncTransport, 'pull'> {
  const { deviceId, proveUpload } = deps
  const askTimed = createTimedAsk(deps)
  const ofDevice = { [DEVICE_HEADER]: deviceId }
  async function ofUpload(uploadId: UploadId): Promise<Record<string, string>> {
    const proof = await proveUpload(uploadId)
    return { ...ofDevice, ...(proof && { [PROOF_HEADER]: proof }) }
  }
  const offer = async (input: OfferInput): Promise<Reply<UploadAnswer>> => {
    const headers = await ofUpload(input.uploadId)
    return askTimed(UploadAnswer, () => client.sync.offer.mutate(input, { context: { headers } }))
  }
  const append = async (uploadId: UploadId, offset: number, bytes: Uint8Array<ArrayBuffer>, more = {}) => {
    const piece = { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset), ...more }
    const headers = { ...(await ofUpload(uploadId)), ...piece }
    return askTimed(UploadAnswer, () => client.sync.append.mutate(bytes, { context: { headers } }))
  }
  // Of this page's server; another is asked anew when the app is.
  const server = { readsOffers: true }
  /** As a server of before wants it: first the offer, then what it asks for of these bytes. */
  const offerThenAppend = async (input: OfferInput, bytes: Uint8Array<ArrayBuffer>) => {
    const offered = await offer(input)
    const standing = offered.kind === 'answer' ? offered.answer.standing : undefined
    if (standing?.status !== 'continue') return offered
    server.readsOffers = false
    const { offset } = standing
    return offset < bytes.length ? append(input.uploadId, offset, bytes.subarray(offset)) : offered
  }
  return {
    push: (frames, epoch) => {
      const headers = { ...ofDevice, ...(epoch !== null && { [EPOCH_HEADER]: epoch }) }
      return askTimed(PushAnswer, () => client.sync.push.mutate(encodeFrames(frames), { context: { headers } }))
    },
    offer,
    offerAndAppend: async (input, bytes) => {
      if (!server.readsOffers) return offerThenAppend(input, bytes)
      const reply = await append(input.uploadId, 0, bytes, { [OFFER_HEADER]: writeOffer(input) })
      // Either no words name the scan yet, or the server has not read the offer and knows of no upload: an offer by
      // itself tells which.
      const isUnclear = reply.kind === 'answer' && reply.answer.standing.status === 'not-awaited'
      return isUnclear ? offerThenAppend(input, bytes) : reply
    },
    append: ({ uploadId }, offset, bytes) => append(uploadId, offset, bytes),
  }
}
