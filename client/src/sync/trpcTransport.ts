import { TRPCClientError } from '@trpc/client'
import type { ZodMiniType } from 'zod/mini'
import type { Instant } from '@onetrip/shared/lib/time'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { PullAnswer } from '@onetrip/shared/wire/pull'
import { PushAnswer } from '@onetrip/shared/wire/push'
import { UploadAnswer } from '@onetrip/shared/wire/upload'
import type { AgentClient } from '../api/agentClient'
import { NotOurServer, ServerBusy } from '../api/serverAnswer'
import type { Reply, SyncTransport } from './transport'

/**
 * The engine's transport over the typed API. Whatever goes wrong comes back as a value. `onServerTime` is told
 * the time in each answer: it brackets what the tablet's own clock says.
 */
export function createTrpcTransport(client: AgentClient, onServerTime: (serverTime: Instant) => void): SyncTransport {
  const ask = async <Answer extends { serverTime: Instant }>(
    schema: ZodMiniType<Answer>,
    call: () => Promise<unknown>,
  ) => {
    const reply = await askOnce(schema, call)
    if (reply.kind === 'answer') onServerTime(reply.answer.serverTime)
    return reply
  }
  return {
    push: (frames) => ask(PushAnswer, () => client.sync.push.mutate(encodeFrames(frames))),
    pull: (input) => ask(PullAnswer, () => client.sync.pull.query(input)),
    offer: (input) => ask(UploadAnswer, () => client.sync.offer.mutate(input)),
    append: (uploadId, offset, bytes) => {
      const headers = { [UPLOAD_ID_HEADER]: uploadId, [OFFSET_HEADER]: String(offset) }
      return ask(UploadAnswer, () => client.sync.append.mutate(bytes, { context: { headers } }))
    },
  }
}

async function askOnce<Answer>(schema: ZodMiniType<Answer>, call: () => Promise<unknown>): Promise<Reply<Answer>> {
  try {
    const parsed = schema.safeParse(await call())
    // An answer that this version cannot read means that the app is old: keep the work, ask for an update.
    return parsed.success ? { kind: 'answer', answer: parsed.data } : { kind: 'not-understood' }
  } catch (error) {
    return toFailure(error)
  }
}

function toFailure(error: unknown): Exclude<Reply<never>, { kind: 'answer' }> {
  const cause = error instanceof TRPCClientError ? error.cause : error
  if (cause instanceof ServerBusy) return { kind: 'busy', retryAfterMs: cause.retryAfterMs }
  if (cause instanceof NotOurServer) return { kind: 'unreachable' }
  const status = httpStatusOf(error)
  if (status === 401) return { kind: 'signed-out' }
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'not-understood' }
  return { kind: 'unreachable' }
}

function httpStatusOf(error: unknown): number | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  // What the server puts into `data` is only known by its shape at run time.
  const data = error.data as { httpStatus?: unknown } | null | undefined
  return typeof data?.httpStatus === 'number' ? data.httpStatus : undefined
}
