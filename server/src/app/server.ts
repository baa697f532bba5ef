import { writeSync } from 'node:fs'
import { constants } from 'node:zlib'
import compress, { type FastifyCompressOptions } from '@fastify/compress'
import cookie from '@fastify/cookie'
import fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import { assertEveryProcedureNamesItsAction } from '../routers/trpc'
import { mountApi, type ApiParts } from './api'
import { codeOfStatus, refuse } from './apiError'
import { addHealth } from './health'
import { logOptions } from './log'
import { createLogStream } from './logStream'
import { servePages } from './pages'
import { appRouter } from './router'
import { addSecurityHeaders } from './securityHeaders'

export type ServerOptions = {
  readonly isProduction: boolean
  readonly logLevel: string
  readonly proxies: readonly string[]
}

/** A tablet gives a request up after a minute: longer than this, and it is nobody who waits at the other end. */
const REQUEST_TIMEOUT_MS = 90_000
const STDOUT = 1
/** Ten names of procedures, for a batch. */
const MAX_PATH_LENGTH = 400

/** An HTTP server that answers everything with “not found”, safely and without telling the log who asked. */
export async function createServer({ isProduction, logLevel, proxies }: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { ...logOptions(logLevel), stream: createLogStream((bytes) => writeSync(STDOUT, bytes), Date.now) },
    // Its own lines about a request would show the address; ours below shows the route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PATH_LENGTH },
  })
  app.setErrorHandler<{ readonly statusCode?: number }>((error, request, reply) => {
    const code = codeOfStatus(error.statusCode ?? 500)
    if (code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'request failed')
    return refuse(reply, code)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode, elapsedTime } = reply
    request.log.info({ ...describe(request), statusCode, ms: Math.round(elapsedTime) }, 'answered')
  })
  closeLinesAsTheyFallIdle(app)
  await addSecurityHeaders(app, isProduction)
  await app.register(compress, COMPRESSION)
  await app.register(cookie)
  return app
}

/**
 * Closing ends the lines that are idle at that moment. One whose answer was still on its way falls idle later and would
 * hold the process for as long as its reader keeps it, 72 s.
 */
function closeLinesAsTheyFallIdle(app: FastifyInstance): void {
  const state = { isClosing: false }
  app.addHook('preClose', async () => {
    state.isClosing = true
  })
  app.addHook('onResponse', async () => {
    if (state.isClosing) app.server.closeIdleConnections()
  })
}

export type HouseRoutes = ApiParts & {
  /** The folder with the three built apps; without it only the API is served. */
  readonly clientDir: string | undefined
  /** With what earlier builds were made of; without it, only this build is served. */
  readonly archiveDir?: string | undefined
}

/** Lets people into a house. Throws when a procedure has no place in the policy: such a server does not start. */
export async function mountHouse(app: FastifyInstance, routes: HouseRoutes): Promise<void> {
  assertEveryProcedureNamesItsAction(appRouter)
  await mountApi(app, routes)
  addHealth(app, routes.house)
  const { clientDir, archiveDir } = routes
  if (clientDir !== undefined) await servePages(app, { clientDir, archiveDir })
  else app.setNotFoundHandler((_request, reply) => refuse(reply, 'NOT_FOUND'))
}

/** Events are told as they happen; a compressor would hold them back. */
const isWorthCompressing = (type: string): boolean =>
  /^(text\/(?!event-stream)|application\/(json|javascript|manifest\+json|wasm)|image\/svg)/.test(type)

/** Brotli’s own best is made for files that are packed once. From 5 on it looks back as far as feeds repeat themselves. */
const COMPRESSION: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  customTypes: isWorthCompressing,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
}

/** Which route, never which address: a path below a route may hold an id, and a query anything at all. */
function describe({ method, routeOptions, params }: FastifyRequest): Readonly<Record<string, unknown>> {
  const route = routeOptions.url
  const isProcedure = route?.endsWith('/trpc/:path') && typeof params === 'object' && params && 'path' in params
  return { method, route, ...(isProcedure && { procedure: params.path }) }
}
