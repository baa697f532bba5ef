import type { ZodMiniType } from 'zod/mini'
import type { DeviceId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import {
  DEVICE_HEADER,
  EPOCH_HEADER,
  OFFSET_HEADER,
  PROOF_HEADER,
  UPLOAD_ID_HEADER,
} from '@onetrip/shared/wire/protocol'
import { PulledAnswer } from '@onetrip/shared/wire/pull'
import { PushAnswer } from '@onetrip/shared/wire/push'
import { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { AgentClient } from '../api/agentClient'
import { ask, type Reply } from '../api/reply'
import type { SyncTransport } from './transport'

export type TrpcTransportDeps = {
  readonly deviceId: DeviceId
  /** Is told the time in each answer: it brackets what the tablet's own clock says. */
  readonly onServerTime: (serverTime: Instant) => void
  /** The device's signature that an upload is its own, as base64; undefined while the device has no key. */
  readonly proveUpload: (uploadId: UploadId) => Promise<string | undefined>
}

/** The engine's transport over the typed API. */
export function createTrpcTransport(
  client: AgentClient,
  { deviceId, onServerTime, proveUpload }: TrpcTransportDeps,
): SyncTransport {
  const askTimed = async <Answer extends { serverTime: Instant }>(
    schema: ZodMiniType<Answer>,
    call: () => Promise<unknown>,
  ): Promise<Reply<Answer>> => {
    const reply = await ask(schema, call)
    if (reply.kind === 'answer') onServerTime(reply.answer.serverTime)
    return reply
  }
  const ofDevice = { [DEVICE_HEADER]: deviceId }
  async function ofUpload(uploadId: UploadId): Promise<Record<string, string>> {
    const proof = await proveUpload(uploadId)
    return { ...ofDevice, ...(proof && { [PROOF_HEADER]: proof }) }
  }
  return {
    push: (frames, epoch) => {
      const headers = { ...ofDevice, ...(epoch !== null && { [EPOCH_HEADER]: epoch }) }
      return askTimed(PushAnswer, () => client.sync.push.mutate(encodeFrames(frames), { context: { headers } }))
    },
    pull: (input) => askTimed(PulledAnswer, () => client.sync.pull.query(input)),
    offer: async (input) => {
      const headers = await ofUpload(input.uploadId)
      return askTimed(UploadAnswer, () => client.sync.offer.mutate(input, { context: { headers } }))
    },
    append: async ({ uploadId }, offset, bytes) => {
      const headers = { ...(await ofUpload(uploadId)), [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset) }
      return askTimed(UploadAnswer, () => client.sync.append.mutate(bytes, { context: { headers } }))
    },
  }
}
