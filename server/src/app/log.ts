import type { FastifyServerOptions } from 'fastify'

type LoggedError = {
  readonly type: string
  readonly message: string
  readonly stack: string
  readonly code?: unknown
  readonly constraint?: unknown
  readonly cause?: LoggedError
}

/**
 * What a log may know of an error: its kind, where it happened, and its message where it is ours. Other messages quote
 * what they would not take (PostgreSQL, a parser), and that may be a person's name.
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message: isOurs(error) ? error.message : error.name,
    stack: frames.join('\n'),
    ...('code' in error && { code: error.code }),
    ...('constraint' in error && { constraint: error.constraint }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

/** Our code throws plain errors, or classes of its own that say so with a field; both name ids at most. */
const isOurs = (error: Error): boolean =>
  Object.getPrototypeOf(error) === Error.prototype || 'kind' in error || 'reason' in error

/** One JSON line per event. Of a request only its method: addresses, query strings and bodies are nobody's business. */
export const logOptions = (level: string): Exclude<FastifyServerOptions['logger'], boolean | undefined> => ({
  level,
  base: null,
  serializers: {
    err: describeError,
    error: describeError,
    req: ({ method }: { readonly method: string }) => ({ method }),
    res: ({ statusCode }: { readonly statusCode: number }) => ({ statusCode }),
  },
})
