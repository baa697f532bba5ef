import { addMs } from '@onetrip/shared/lib/time'
import { claimDueDispatches, findDispatch, setNextLook } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import { bookDispatch, type BookingDeps } from './bookDispatch'
import { CourierOutage, isDown } from './courier'
import { courierActor } from './courierActor'
import { moveDispatch } from './moveDispatch'

/** How much one sweep takes on, and how long a sending is left alone after a look. */
export type SweepPace = { readonly limit: number; readonly lookAgainMs: number }

/** A courier without capacity is asked again in a day, and nothing is put off for longer. */
const FURTHEST_LOOK_MS = 2 * 24 * 60 * 60_000

/** Once aborted, the sweep ends with the sending in hand. */
export type Sweep = SweepPace & { readonly signal?: AbortSignal }

type Due = Awaited<ReturnType<typeof claimDueDispatches>>[number]

/**
 * Looks after the sendings that are due, those that waited longest first: asks the courier where they are, and books
 * again what has no answer yet. One bad answer holds up no other; a courier that is out ends the sweep, and the one it
 * was asked for goes behind the others, in case it is out for that one alone.
 */
export async function followDispatches(deps: BookingDeps, { limit, lookAgainMs, signal }: Sweep): Promise<number> {
  const { house } = deps
  const { districtId } = house
  const now = house.clock()
  const nextLookAt = addMs(now, lookAgainMs)
  const due = await inTransaction(house.pool, courierActor(districtId), (tx) =>
    claimDueDispatches(tx, districtId, { now, nextLookAt, furthestAt: addMs(now, FURTHEST_LOOK_MS), limit }),
  )
  for (const one of due) {
    if (signal?.aborted) break
    try {
      await lookAfter(deps, one)
    } catch (error) {
      house.report(error)
      if (!(error instanceof CourierOutage && isDown(error))) continue
      const { dispatchId } = one
      await inTransaction(house.pool, courierActor(districtId), (tx) =>
        setNextLook(tx, districtId, { dispatchId, at: addMs(nextLookAt, 1) }),
      )
      break
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
