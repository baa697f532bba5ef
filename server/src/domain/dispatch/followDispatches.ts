import { addMs } from '@onetrip/shared/lib/time'
import { claimDueDispatches, findDispatch } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import { bookDispatch, type BookingDeps } from './bookDispatch'
import { CourierOutage } from './courier'
import { courierActor } from './courierActor'
import { moveDispatch } from './moveDispatch'

/** How much one sweep takes on, and how long a sending is left alone after a look. */
export type SweepPace = { readonly limit: number; readonly lookAgainMs: number }

type Due = Awaited<ReturnType<typeof claimDueDispatches>>[number]

/**
 * Looks after the sendings that are due: asks the courier where they are, and books again what has no answer yet. What
 * is left over is due at the next sweep. A courier that is out ends the sweep; one bad answer holds up no other.
 */
export async function followDispatches(deps: BookingDeps, { limit, lookAgainMs }: SweepPace): Promise<number> {
  const { house } = deps
  const { districtId } = house
  const now = house.clock()
  const due = await inTransaction(house.pool, courierActor(districtId), (tx) =>
    claimDueDispatches(tx, districtId, { now, nextLookAt: addMs(now, lookAgainMs), limit }),
  )
  for (const one of due) {
    try {
      await lookAfter(deps, one)
    } catch (error) {
      house.report(error)
      if (error instanceof CourierOutage) break
    }
  }
  return due.length
}

async function lookAfter(deps: BookingDeps, { dispatchId, status }: Due): Promise<void> {
  if (status === 'requested') {
    await bookDispatch(deps, dispatchId)
    return
  }
  const { house, courier } = deps
  const { districtId } = house
  const events = await courier.trace(dispatchId)
  if (events.length === 0) return
  await inTransaction(house.pool, courierActor(districtId), async (tx) => {
    const dispatch = await findDispatch(tx, districtId, dispatchId)
    if (!dispatch) throw new Error(`dispatch ${dispatchId} is gone`)
    const { caseId } = dispatch
    // Refused only where it was cancelled before any courier had it: then there is nothing to follow.
    await moveDispatch(tx, house, { caseId, dispatchId, command: { type: 'record-trace', events } })
  })
}
