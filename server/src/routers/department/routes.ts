import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { MAX_EVENT_BYTES } from '@onetrip/shared/department/message'
import { DepartmentId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import type { DepartmentDoor } from '../../domain/department/door'
import { pullScan, pullTaskFile, type PullAnswer, type PulledScan } from '../../domain/department/pullTask'
import { takeEvent } from '../../domain/department/takeEvent'
import type { House } from '../../domain/house'
import { toStream } from '../files/toStream'

export type DepartmentRouteDeps = { readonly house: House; readonly door: DepartmentDoor }

const EventParams = z.object({ departmentId: DepartmentId })
const TaskParams = z.object({ departmentId: DepartmentId, taskId: TaskId })
const ScanParams = z.object({ departmentId: DepartmentId, taskId: TaskId, scanId: ScanId })

/** The three doors for departments' own systems: docs/spec/department.md. Nothing is parsed before its signature holds. */
export async function registerDepartmentRoutes(app: FastifyInstance, deps: DepartmentRouteDeps): Promise<void> {
  await app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
      scope.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
      scope.post('/events', { bodyLimit: MAX_EVENT_BYTES }, (request, reply) => answerEvent(deps, request, reply))
      scope.get('/tasks/:taskId', (request, reply) => answerTask(deps, request, reply))
      scope.get('/tasks/:taskId/scans/:scanId', (request, reply) => answerScan(deps, request, reply))
    },
    { prefix: '/api/departments/:departmentId' },
  )
}

type Answer = (deps: DepartmentRouteDeps, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** The same for everybody who is not the department: it never says what is wrong. [DEPT-R6] */
const refuseStranger = (reply: FastifyReply): FastifyReply => reply.code(401).send()

const answerEvent: Answer = async ({ house, door }, request, reply) => {
  const params = EventParams.safeParse(request.params)
  if (!params.success || !Buffer.isBuffer(request.body)) return refuseStranger(reply)
  const event = door.openEvent({ ...params.data, headers: request.headers, body: request.body })
  if (!event) return refuseStranger(reply)
  const answer = await takeEvent(house, event)
  return answer === 'different-body' ? reply.code(409).send() : reply.send(answer)
}

const answerTask: Answer = async ({ house, door }, request, reply) => {
  const params = TaskParams.safeParse(request.params)
  const message = params.success ? door.openPull({ ...params.data, ...knockOf(request) }) : undefined
  if (!params.success || !message) return refuseStranger(reply)
  const answer = await pullTaskFile(house, { message, taskId: params.data.taskId })
  return answer.status === 'found' ? reply.send(answer.found) : refusePull(reply, answer)
}

const answerScan: Answer = async ({ house, door }, request, reply) => {
  const params = ScanParams.safeParse(request.params)
  const message = params.success ? door.openPull({ ...params.data, ...knockOf(request) }) : undefined
  if (!params.success || !message) return refuseStranger(reply)
  const answer = await pullScan(house, { message, taskId: params.data.taskId, scanId: params.data.scanId })
  return answer.status === 'found' ? sendScan(reply, answer.found) : refusePull(reply, answer)
}

const knockOf = ({ headers, raw }: FastifyRequest) => ({ headers, path: raw.url ?? '' })

const refusePull = (reply: FastifyReply, { status }: Exclude<PullAnswer<unknown>, { status: 'found' }>): FastifyReply =>
  reply.code(status === 'repeated' ? 409 : 404).send()

const sendScan = (reply: FastifyReply, { mediaType, sizeBytes, bytes }: PulledScan): FastifyReply =>
  reply
    .header('content-length', sizeBytes)
    .header('content-disposition', 'attachment')
    .header('x-content-type-options', 'nosniff')
    .type(mediaType)
    .send(toStream(bytes))
