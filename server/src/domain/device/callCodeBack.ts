import type { CallCodeBackAnswer } from '@onetrip/shared/wire/device'
import { callCodeBack as callBack } from '../../db/registrationCodes'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** Takes an open code back: from then on it lets nobody in. */
export async function callCodeBack(house: House, actor: Actor, codeId: string): Promise<CallCodeBackAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const stationId = await callBack(tx, actor.districtId, { codeId, by: actor.postId, now })
    if (!stationId) return { status: 'not-open' }
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'device.callCodeBack',
      entity: `registration-code:${codeId}`,
      detail: { stationId },
    })
    return { status: 'called-back' }
  })
}
