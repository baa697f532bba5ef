import type { FastifyRequest } from 'fastify'
import { APP_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import type { AppName } from '../domain/access/app'
import type { ApiErrorCode } from './apiError'

export type GuardRules = {
  readonly app: AppName
  /** Where pages may come from; empty means: from the host that was asked. */
  readonly origins: readonly string[]
}

/** Why a call does not reach its procedure, by its head alone; undefined when it may. */
export function findFault(request: FastifyRequest, path: string, rules: GuardRules): ApiErrorCode | undefined {
  const isPost = request.method === 'POST'
  if (isPost && !isFromOwnPage(request, rules)) return 'FORBIDDEN'
  if (isPost && !isAllowedBody(request, path)) return 'UNSUPPORTED_MEDIA_TYPE'
  return speaksProtocol(request, path) ? undefined : 'BAD_REQUEST'
}

/**
 * A page of somebody else's can make a browser send a request with our cookie, but neither a header of its own
 * nor another Origin than its own. A request without an Origin comes from no page of ours.
 */
function isFromOwnPage({ headers, host }: FastifyRequest, { app, origins }: GuardRules): boolean {
  const { origin } = headers
  if (headers[APP_HEADER] !== app || origin === undefined) return false
  if (origins.length > 0) return origins.includes(origin)
  return URL.canParse(origin) && new URL(origin).host === host
}

/** These take bytes only. Text would be read to its end before anybody asks who sends it. */
const TAKES_BYTES: readonly string[] = ['sync.push', 'sync.append']

/** Bytes are for the sync router alone, and come as they are: a scan is compressed, and a bomb would be, too. */
function isAllowedBody({ headers }: FastifyRequest, path: string): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (headers['content-encoding'] !== undefined) return false
  if (type === 'application/octet-stream') return path.startsWith('sync.')
  return type === 'application/json' && !TAKES_BYTES.includes(path)
}

/** The sync router talks only to who knows its protocol. A browser's EventSource can send no header of ours. */
function speaksProtocol({ headers }: FastifyRequest, path: string): boolean {
  const isSync = path.split(',').some((one) => one.startsWith('sync.'))
  return !isSync || path === 'sync.pokes' || headers[PROTOCOL_HEADER] === String(PROTOCOL)
}
