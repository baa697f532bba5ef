import type { StandingAnswer, StandingInput } from '@onetrip/shared/wire/device'
import { getEpoch } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { tellKeys } from '../tellKeys'
import { meetDevice } from './meetDevice'

/** How a device of the actor's own stands; what it says of itself is noted. [SYNC-R18] */
export async function askStanding(
  house: House,
  actor: Actor,
  { keysKnown, ...report }: StandingInput,
): Promise<StandingAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const { deviceId } = report
    const [epoch, standing] = await Promise.all([getEpoch(tx), meetDevice(tx, actor, { deviceId, report, now })])
    return { epoch, serverTime: now, ...(standing && { standing }), ...tellKeys(house, keysKnown) }
  })
}
