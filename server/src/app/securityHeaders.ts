import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** Nothing but our own files; blob: and data: for pictures that a page makes itself. */
const CONTENT_SECURITY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  fontSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  requireTrustedTypesFor: ["'script'"],
  // Vue's templates, and the addresses of our own workers (client: app/shell/trustedScriptUrl.ts).
  trustedTypes: ['vue', 'onetrip'],
}

/**
 * The same for the worker that stretches passphrases, which is WebAssembly. A worker has the rules of the answer that it
 * came in: the page's own stay as they are.
 */
export const WASM_WORKER_CSP = Object.entries({ ...CONTENT_SECURITY, scriptSrc: ["'self'", "'wasm-unsafe-eval'"] })
  .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`)
  .join(';')

/**
 * Of an answer of the API, which is data and shown by nobody: what forbids to read it elsewhere, to guess at its kind and
 * to show it all the same. A tablet hears hundreds of them a day on a village's line, and all that a page is told besides
 * would be longer than most of them.
 */
export const DATA_HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  // `frame-ancestors` says it.
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const

const PERMISSIONS = 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()'

/** Headers of every answer. Strict transport only where there is a real certificate behind the name. */
export async function addSecurityHeaders(app: FastifyInstance, isProduction: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isProduction,
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', PERMISSIONS)
  })
}
