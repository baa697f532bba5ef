import type { FastifyReply, FastifyRequest } from 'fastify'
import { POST_HEADER } from '@onetrip/shared/wire/protocol'
import type { AppName } from '../domain/access/app'
import { openSession, type Session } from '../domain/access/session'
import type { House } from '../domain/house'

/** `__Host-`: the browser takes it from https (or localhost) only, for this host only, and no page reads it. */
const COOKIE_BY_APP = { agent: '__Host-agent', staff: '__Host-staff', resident: undefined } as const
const COOKIE_RULES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const

/** Whoever is signed in at this app, by the cookie that came with the request; nobody, if the page is another's. */
export async function findSession(house: House, app: AppName, request: FastifyRequest): Promise<Session | undefined> {
  const name = COOKIE_BY_APP[app]
  const session = name && (await openSession(house, { token: request.cookies[name], app }))
  return session && isAskedBy(request, session) ? session : undefined
}

/** Event streams and pictures can name nobody: the cookie alone speaks for them. */
function isAskedBy({ headers }: FastifyRequest, { actor }: Session): boolean {
  const postId = headers[POST_HEADER]
  return postId === undefined || postId === actor.postId
}

export type NewCookie = { readonly token: string; readonly lifeMs: number }

/** Sets the app's cookie, or takes it away; the residents' app has none. */
export function setSessionCookie(reply: FastifyReply, app: AppName, cookie: NewCookie | undefined): void {
  const name = COOKIE_BY_APP[app]
  if (!name) return
  if (cookie) reply.setCookie(name, cookie.token, { ...COOKIE_RULES, maxAge: Math.floor(cookie.lifeMs / 1000) })
  else reply.clearCookie(name, COOKIE_RULES)
}
