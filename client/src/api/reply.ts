import { TRPCClientError } from '@trpc/client'
import type { ZodMiniType } from 'zod/mini'
import { NotOurServer, ServerBusy } from './serverAnswer'

/** No word of the server holds what waits to be sent back for longer. */
export const LONGEST_RETRY_MS = 15 * 60_000

/** Why a question got no answer. */
export type Failure =
  /** No network, a cut line, or somebody else's answer (a captive portal, a proxy's page). */
  | { readonly kind: 'unreachable' }
  /** Our own server broke (5xx), perhaps over nothing but this: it goes again, and others go before it. */
  | { readonly kind: 'server-failed' }
  /** The server asks to wait (429, 503). */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** Nobody is signed in, or somebody else is: keep everything, ask for sign-in. */
  | { readonly kind: 'signed-out' }
  /** Who is signed in may not ask this, or not from this device: keep everything; an administrator must look. */
  | { readonly kind: 'not-permitted' }
  /** The server takes nothing of this size (413): something smaller may go. */
  | { readonly kind: 'too-large' }
  /** The server speaks, but not so that this app understands it, or the other way round: one side is too old. */
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
  if (cause instanceof ServerBusy) return { kind: 'busy', retryAfterMs: Math.min(cause.retryAfterMs, LONGEST_RETRY_MS) }
  if (cause instanceof NotOurServer) return { kind: 'unreachable' }
  return failureOfStatus(httpStatusOf(error))
}

/** What the status of an error of our own server means; undefined: no answer came at all. */
export function failureOfStatus(httpStatus: number | undefined): Failure {
  if (httpStatus === 401) return { kind: 'signed-out' }
  if (httpStatus === 403) return { kind: 'not-permitted' }
  if (httpStatus === 413) return { kind: 'too-large' }
  if (httpStatus === undefined || PASSING_STATUSES.includes(httpStatus)) return { kind: 'unreachable' }
  return { kind: httpStatus >= 500 ? 'server-failed' : 'not-understood' }
}

/** The server grew tired of a slow line (408), or fears a replay (425): the same request goes again. */
const PASSING_STATUSES: readonly number[] = [408, 425]

function httpStatusOf(error: unknown): number | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  // What the server puts into `data` is only known by its shape at run time.
  const data = error.data as { httpStatus?: unknown } | null | undefined
  return typeof data?.httpStatus === 'number' ? data.httpStatus : undefined
}
