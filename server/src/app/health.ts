import type { FastifyInstance } from 'fastify'
import { getEpoch } from '../db/epoch'
import { inTransaction } from '../db/transaction'
import { guestOf } from '../domain/access/guest'
import type { House } from '../domain/house'

/** `GET /health` for whoever starts and watches the process: 200 with the epoch, 503 while the database is away. */
export function addHealth(app: FastifyInstance, { pool, districtId }: House): void {
  app.get('/health', { logLevel: 'warn' }, async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      return { status: 'ok', epoch: await inTransaction(pool, guestOf(districtId), getEpoch) }
    } catch (error) {
      reply.log.warn({ err: error }, 'the database is away')
      return reply.code(503).send({ status: 'down' })
    }
  })
}
