import { TRPCClientError } from '@trpc/client'
import type { ZodMiniType } from 'zod/mini'
import { NotOurServer, ServerBusy } from './serverAnswer'

/** Why a question got no answer. `not-understood`: one side is too old for the other. */
export type Failure =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'not-understood' }

/** What becomes of a call. Whether a lost one was done nobody knows: ask again with the same id. */
export type Reply<Answer> = { readonly kind: 'answer'; readonly answer: Answer } | Failure

/** Calls, and reads the answer by its schema. Whatever goes wrong comes back as a value. */
export async function ask<Answer>(schema: ZodMiniType<Answer>, call: () => Promise<unknown>): Promise<Reply<Answer>> {
  try {
    const parsed = schema.safeParse(await call())
    return parsed.success ? { kind: 'answer', answer: parsed.data } : { kind: 'not-understood' }
  } catch (error) {
    return toFailure(error)
  }
}

function toFailure(error: unknown): Failure {
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
