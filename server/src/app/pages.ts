import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { join, sep } from 'node:path'
import { refuse } from './apiError'
import { archivedAssets, builtAssets } from './assetArchive'
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

export type PageFolders = {
  /** With the three built apps. */
  readonly clientDir: string
  /** With the assets of builds before (`assetArchive.ts`); without it, only this build's are served. */
  readonly archiveDir: string | undefined
}

/**
 * Serves the three built apps, each from its folder, and its page for every path that its own router knows. What a page
 * of an earlier build asks for comes from the archive; a name that both have is the same file. [SYNC-R25]
 */
export async function servePages(app: FastifyInstance, { clientDir, archiveDir }: PageFolders): Promise<void> {
  for (const { folder, prefix } of MOUNTS) {
    const rules = { cacheControl: false, setHeaders }
    const root = join(clientDir, folder)
    await app.register(fastifyStatic, { ...rules, root, prefix, decorateReply: folder === 'agent' })
    if (archiveDir === undefined) continue
    const roots = [builtAssets(clientDir, folder), archivedAssets(archiveDir, folder)]
    await app.register(fastifyStatic, { ...rules, root: roots, prefix: `${prefix}assets/`, decorateReply: false })
  }
  for (const { path, target } of WITHOUT_SLASH) app.get(path, async (_request, reply) => reply.redirect(target))
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, clientDir))
}

const setHeaders: NonNullable<FastifyStaticOptions['setHeaders']> = (reply, path) => {
  reply.header('cache-control', cacheRule(path))
  if (WASM_WORKER.test(path)) reply.header('content-security-policy', WASM_WORKER_CSP)
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
