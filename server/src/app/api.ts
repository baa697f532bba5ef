import { TRPCError } from '@trpc/server'
import { fastifyRequestHandler, type FastifyHandlerOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MAX_PIECE_BYTES, MAX_PUSH_BYTES, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { APP_NAMES, type AppName } from '../domain/access/app'
import type { House } from '../domain/house'
import { NEVER_BATCHED, readAction, type RequestContext } from '../routers/trpc'
import { admitTablets, type UntilTurn } from './admitTablets'
import { codeOfStatus, refuse } from './apiError'
import { findFault } from './apiGuards'
import { findSession, setSessionCookie } from './cookies'
import { appRouter, type AppRouter } from './router'
import { DATA_HEADERS } from './securityHeaders'

const MAX_BATCH = 10

export type ApiParts = {
  readonly house: House
  /** Where pages may come from; empty means: from the host that was asked. */
  readonly origins: readonly string[]
}

/** Mounts the router once for each app: the door decides whose cookie is read. */
export async function mountApi(app: FastifyInstance, parts: ApiParts): Promise<void> {
  // An event stream has no end of its own, and closing waits for what is under way.
  app.addHook('preClose', async () => parts.house.pokes.close())
  for (const name of APP_NAMES) {
    await app.register(async (scope) => mountDoor(scope, name, parts), { prefix: `/api/${name}/trpc` })
  }
}

type Call = { Params: { path: string } }

function mountDoor(scope: FastifyInstance, app: AppName, parts: ApiParts): void {
  // Only what tRPC reads itself: JSON as text, bytes unread. Forms, and whatever else there may be, get 415.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  scope.addContentTypeParser('application/octet-stream', (_request, _body, done) => done(null, undefined))
  scope.setErrorHandler<{ readonly statusCode?: number }>((error, request, reply) => {
    const code = codeOfStatus(error.statusCode ?? 500)
    if (code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'request failed')
    return refuse(reply, code)
  })
  scope.addHook<Call>('onRequest', async (request, reply) => {
    reply.removeHeader('permissions-policy')
    reply.header(PROTOCOL_HEADER, String(PROTOCOL)).header('cache-control', 'no-store')
    const fault = findFault(request, request.params.path, { app, origins: parts.origins })
    return fault ? refuse(reply, fault) : undefined
  })
  // Only tablets come by the thousand, and hear when to come again.
  const untilTurn = app === 'agent' ? admitTablets(scope, parts.house.admissions) : async () => undefined
  scope.all<Call>('/:path', { helmet: DATA_HEADERS }, (request, reply) =>
    fastifyRequestHandler({
      ...trpcOptions(app, { ...parts, untilTurn }),
      req: request,
      res: reply,
      path: request.params.path,
    }),
  )
}

type Options = FastifyHandlerOptions<AppRouter, FastifyRequest, FastifyReply>

function trpcOptions(app: AppName, { house, untilTurn }: ApiParts & { readonly untilTurn: UntilTurn }): Options {
  return {
    router: appRouter,
    maxBodySize: Math.max(MAX_PUSH_BYTES, MAX_PIECE_BYTES),
    maxBatchSize: MAX_BATCH,
    createContext: async ({ req, res, info }): Promise<RequestContext> => {
      if (info.isBatchCall && info.calls.length > 1) refuseGuessing(info.calls)
      return {
        house,
        app,
        session: await findSession(house, app, req),
        address: req.ip,
        findHeader: (header) => firstOf(req.headers[header]),
        setCookie: (cookie) => setSessionCookie(res, app, cookie),
        untilTurn: () => untilTurn(req),
        setRetryAfter: (seconds) => void res.header('retry-after', String(seconds)),
      }
    },
    onError: ({ error, path, req }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') req.log.error({ err: error, procedure: path }, 'procedure failed')
    },
  }
}

function refuseGuessing(calls: readonly { readonly procedure: unknown }[]): void {
  const never: readonly unknown[] = NEVER_BATCHED
  if (calls.some(({ procedure }) => procedure && never.includes(readAction(procedure)))) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'not in a batch' })
  }
}

const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header
