import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { join, sep } from 'node:path'
import { refuse } from './apiError'
import { WASM_WORKER_CSP } from './securityHeaders'

/** Where each app is mounted; the residents' has no word of its own in the address. */
const MOUNTS = [
  { folder: 'agent', prefix: '/agent/' },
  { folder: 'staff', prefix: '/staff/' },
  { folder: 'resident', prefix: '/' },
] as const

/** As a person types it. */
const WITHOUT_SLASH = [
  { path: '/agent', target: '/agent/' },
  { path: '/staff', target: '/staff/' },
] as const

/** Serves the three built apps, each from its folder, and its page for every path that its own router knows. */
export async function servePages(app: FastifyInstance, clientDir: string): Promise<void> {
  for (const { folder, prefix } of MOUNTS) {
    await app.register(fastifyStatic, {
      root: join(clientDir, folder),
      prefix,
      decorateReply: folder === 'agent',
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', cacheRule(path))
        if (WASM_WORKER.test(path)) reply.header('content-security-policy', WASM_WORKER_CSP)
      },
    })
  }
  for (const { path, target } of WITHOUT_SLASH) app.get(path, async (_request, reply) => reply.redirect(target))
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, clientDir))
}

/** The one file that may compile WebAssembly (client: vault/argon2.worker.ts), as Vite names it in the agent's build. */
const WASM_WORKER = /[/\\]agent[/\\]assets[/\\]argon2[.]worker-[\w-]+[.]js$/

/** Vite puts the content's hash into the names below `assets/`; everything else must be asked for each time. */
const cacheRule = (path: string): string =>
  path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'

/** A path that is no file is a place in an app, when a person's browser asks for it as a page. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, clientDir: string): FastifyReply {
  const [path = '/'] = request.url.split('?')
  const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') && !/[.][^/]*$/.test(path)
  const mount = MOUNTS.find(({ prefix }) => path.startsWith(prefix))
  if (!isPage || !mount || path.startsWith('/api/')) return refuse(reply, 'NOT_FOUND')
  return reply.header('cache-control', 'no-cache').sendFile('index.html', join(clientDir, mount.folder))
}
