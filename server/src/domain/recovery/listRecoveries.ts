import type { RecoveryListAnswer } from '@onetrip/shared/wire/recovery'
import { listWaitingRecoveries } from '../../db/recovery'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

const MAX_LISTED = 200

/** The requests that wait for the office's word. */
export async function listRecoveries(house: House, actor: Actor): Promise<RecoveryListAnswer> {
  const { districtId, personId } = actor
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const lines = await listWaitingRecoveries(tx, districtId, { now, limit: MAX_LISTED, personId })
    const detail = { count: lines.length }
    await leaveTrace(tx, house, { by: actor, at: now, procedure: 'recovery.list', entity: 'recoveries', detail })
    return { lines }
  })
}
