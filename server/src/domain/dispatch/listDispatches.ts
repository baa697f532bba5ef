import type { DispatchListAnswer } from '@onetrip/shared/wire/inbox'
import { addAuditRow } from '../../db/audit'
import { findNewestDispatches } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'

/** Weeks of a busy district; older ones are found by their case. */
const MAX_LISTED = 500

/** The district's newest sendings, with what a dispatcher needs of a parcel. */
export async function listDispatches(house: House, actor: Actor): Promise<DispatchListAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const found = await findNewestDispatches(tx, actor.districtId, MAX_LISTED)
    await addAuditRow(tx, actor.districtId, {
      auditId: house.newId(),
      at: now,
      procedure: 'dispatch.list',
      role: actor.role,
      actorId: actor.postId,
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
