import { StationId, type DeviceId } from '@onetrip/shared/lib/ids'
import { MAX_RECEIPT_PART } from '@onetrip/shared/lib/receiptNumber'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { RegisterDeviceAnswer } from '@onetrip/shared/wire/session'
import { addDevice, findDevice, lockDeviceNumbers } from '../../db/devices'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** The device is another station's: receipts that it minted bear that station's number, so it must begin anew. */
export type DeviceRefusal = 'foreign-device'

/** Gives a tablet its number in the agent's station, once: asked again with the same id, it is the same number. */
export async function registerDevice(
  house: House,
  actor: Actor,
  deviceId: DeviceId,
): Promise<Result<RegisterDeviceAnswer, DeviceRefusal>> {
  const { districtId, unitId } = actor
  const stationId = StationId.parse(unitId)
  return inTransaction(house.pool, actor, async (tx) => {
    await lockDeviceNumbers(tx, districtId, stationId)
    const known = await findDevice(tx, districtId, deviceId)
    if (known) {
      return known.stationId === stationId ? ok({ deviceNumber: known.deviceNumber, stationId }) : err('foreign-device')
    }
    const now = house.clock()
    const device = { deviceId, stationId, registeredBy: actor.postId, registeredAt: now }
    const deviceNumber = await addDevice(tx, districtId, device)
    if (deviceNumber > MAX_RECEIPT_PART) throw new Error(`station ${stationId} has used up its device numbers`)
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'session.registerDevice',
      entity: `device:${deviceId}`,
      detail: { deviceNumber },
    })
    return ok({ deviceNumber, stationId })
  })
}
