import type { FastifyReply } from 'fastify'
import { TRPC_ERROR_CODES_BY_KEY, type TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'

const STATUS_BY_CODE = {
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Partial<Record<TRPC_ERROR_CODE_KEY, number>>
export type ApiErrorCode = keyof typeof STATUS_BY_CODE

/** Refuses before tRPC is reached, in the form in which tRPC itself refuses: the client reads one form only. */
export function refuse(reply: FastifyReply, code: ApiErrorCode): FastifyReply {
  const httpStatus = STATUS_BY_CODE[code]
  const error = { message: code, code: TRPC_ERROR_CODES_BY_KEY[code], data: { code, httpStatus } }
  return reply.code(httpStatus).type('application/json').send({ error })
}

/** The code for a fault that Fastify found itself; whatever it does not blame the caller for is ours. */
export function codeOfStatus(status: number): ApiErrorCode {
  switch (status) {
    case 404:
      return 'NOT_FOUND'
    case 413:
      return 'PAYLOAD_TOO_LARGE'
    case 415:
      return 'UNSUPPORTED_MEDIA_TYPE'
    case 503:
      return 'SERVICE_UNAVAILABLE'
    default:
      return status >= 400 && status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'
  }
}
