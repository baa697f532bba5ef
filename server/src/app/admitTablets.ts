import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Admissions } from '../domain/house'
import type { Place } from '../domain/sync/admission'
import { refuse } from './apiError'

type Call = { Params: { path: string } }

/** Resolves when the request may be worked on; at once for what needs no admission. */
export type UntilTurn = (request: FastifyRequest) => Promise<void>

/**
 * Lets tablets in at a door before anything is asked of the database, and before a body is read; gives their place to
 * others as soon as the answer is known, however slowly it is read. Pushes ask for their turn themselves, when their
 * words have come: a poor line must not hold one. Pieces of scans have theirs at once, for they are taken as they come.
 * Who is made to give way is cut off: no answer could reach somebody who is still writing.
 */
export function admitTablets(door: FastifyInstance, admissions: Admissions): UntilTurn {
  const placeByRequest = new WeakMap<FastifyRequest, Place>()
  const leave = (request: FastifyRequest): void => placeByRequest.get(request)?.leave()

  door.addHook<Call>('onRequest', async (request, reply) => {
    const { path } = request.params
    // A batch is of small questions; none of these is asked in one.
    if (!isAdmitted(path)) return undefined
    const entrance = admissions[path].enter(() => void request.raw.destroy())
    if (entrance.status === 'later') return sayWhen(reply, entrance.afterMs)
    placeByRequest.set(request, entrance.place)
    reply.raw.once('close', entrance.place.leave)
    if (path !== 'sync.push') await entrance.place.untilTurn()
    return undefined
  })
  door.addHook('onSend', async (request) => leave(request))
  return async (request) => placeByRequest.get(request)?.untilTurn()
}

const ADMITTED = [
  'sync.push',
  'sync.pull',
  'sync.pokes',
  'sync.append',
] as const satisfies readonly (keyof Admissions)[]
const isAdmitted = (path: string): path is keyof Admissions => (ADMITTED as readonly string[]).includes(path)

const sayWhen = (reply: FastifyReply, afterMs: number): FastifyReply =>
  refuse(reply.header('retry-after', String(Math.ceil(afterMs / 1000))), 'SERVICE_UNAVAILABLE')
