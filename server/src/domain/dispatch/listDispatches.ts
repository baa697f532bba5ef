import type { DispatchListAnswer } from '@onetrip/shared/wire/inbox'
import { findNewestDispatches } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** Weeks of a busy district; older ones are found by their case. */
const MAX_LISTED = 500

/** The district's newest sendings, with what a dispatcher needs of a parcel. */
export async function listDispatches(house: House, actor: Actor): Promise<DispatchListAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const found = await findNewestDispatches(tx, actor.districtId, MAX_LISTED)
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'dispatch.list',
      entity: 'dispatches',
      detail: { count: found.length },
    })
    const lines = found.map(({ dispatchId, taskId, state, receiptNumber, recipient, requestedAt }) => ({
      summary: { dispatchId, taskId, dispatch: state },
      receiptNumber,
      recipient,
      requestedAt,
    }))
    return { lines, serverTime: now }
  })
}
