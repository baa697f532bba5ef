import type { FastifyServerOptions } from 'fastify'

type LoggedError = {
  readonly type: string
  /** Pino wants one; it is the kind again. */
  readonly message: string
  readonly stack: string
  readonly code?: unknown
  readonly constraint?: unknown
  readonly cause?: LoggedError
}

/**
 * What a log may know of an error: its kind and where it happened. Not its message: the database's quote the values
 * that it would not take, and a person's name must not come into a log like that.
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message: error.name,
    stack: frames.join('\n'),
    ...('code' in error && { code: error.code }),
    ...('constraint' in error && { constraint: error.constraint }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

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
