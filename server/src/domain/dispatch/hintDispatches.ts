import type { DispatchId } from '@onetrip/shared/lib/ids'
import { lookSooner } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import type { House } from '../house'
import { courierActor } from './courierActor'

/** A courier says that these have moved. Nothing of it is believed: the next sweep asks the courier itself. */
export async function hintDispatches(house: House, dispatchIds: readonly DispatchId[]): Promise<void> {
  if (dispatchIds.length === 0) return
  const { districtId } = house
  await inTransaction(house.pool, courierActor(districtId), (tx) =>
    lookSooner(tx, districtId, { dispatchIds, now: house.clock() }),
  )
}
