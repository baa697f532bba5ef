import type { FastifyInstance } from 'fastify'
import type { DispatchId } from '@onetrip/shared/lib/ids'
import type { Result } from '@onetrip/shared/lib/result'
import { hintDispatches } from '../../domain/dispatch/hintDispatches'
import type { House } from '../../domain/house'

export type CourierRouteDeps = {
  readonly house: House
  /** The courier's own form of a push: which dispatches to ask after, and what it wants to hear. */
  readonly push: {
    readonly read: (body: unknown) => Result<readonly DispatchId[], 'unreadable'>
    readonly answers: { readonly taken: object; readonly failed: object }
  }
}

/** Ten scans and their remarks; more is not the courier. */
const MAX_PUSH_BYTES = 128 * 1024

/** SF's route push bears no signature: it is a hint to look sooner, and nothing of it is believed. [COUR-R12] */
export function registerCourierRoutes(app: FastifyInstance, { house, push }: CourierRouteDeps): void {
  app.post('/api/couriers/sf/push', { bodyLimit: MAX_PUSH_BYTES }, async (request) => {
    const read = push.read(request.body)
    if (!read.ok) return push.answers.failed
    await hintDispatches(house, read.value)
    return push.answers.taken
  })
}
