import type { ZodMiniType } from 'zod/mini'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { PulledAnswer } from '@onetrip/shared/wire/pull'
import { PushAnswer } from '@onetrip/shared/wire/push'
import { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { AgentClient } from '../api/agentClient'
import { ask, type Reply } from '../api/reply'
import type { SyncTransport } from './transport'

/**
 * The engine's transport over the typed API. `onServerTime` is told the time in each answer: it brackets what the
 * tablet's own clock says.
 */
export function createTrpcTransport(client: AgentClient, onServerTime: (serverTime: Instant) => void): SyncTransport {
  const askTimed = async <Answer extends { serverTime: Instant }>(
    schema: ZodMiniType<Answer>,
    call: () => Promise<unknown>,
  ): Promise<Reply<Answer>> => {
    const reply = await ask(schema, call)
    if (reply.kind === 'answer') onServerTime(reply.answer.serverTime)
    return reply
  }
  return {
    push: (frames) => askTimed(PushAnswer, () => client.sync.push.mutate(encodeFrames(frames))),
    pull: (input) => askTimed(PulledAnswer, () => client.sync.pull.query(input)),
    offer: (input) => askTimed(UploadAnswer, () => client.sync.offer.mutate(input)),
    append: ({ uploadId }, offset, bytes) => {
      const headers = { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset) }
      return askTimed(UploadAnswer, () => client.sync.append.mutate(bytes, { context: { headers } }))
    },
  }
}
