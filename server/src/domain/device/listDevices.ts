import type { DeviceLine, DeviceListAnswer } from '@onetrip/shared/wire/device'
import { listDevices as findDevices, type DeviceRecord } from '../../db/devices'
import { findStationNames } from '../../db/district'
import { findOpenCodes } from '../../db/registrationCodes'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { MAX_OPEN_CODES } from './mintCode'

/** Tablets of a large district, several times over. */
const MAX_LISTED = 2000

/** The district's tablets, the codes that still let one in, and the stations that there can be one for. */
export async function listDevices(house: House, actor: Actor): Promise<DeviceListAnswer> {
  const { districtId } = actor
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const [records, codes, stations] = await Promise.all([
      findDevices(tx, districtId, MAX_LISTED),
      findOpenCodes(tx, districtId, { now, limit: MAX_OPEN_CODES }),
      findStationNames(tx, districtId),
    ])
    await leaveTrace(tx, house, {
      by: actor,
      at: now,
      procedure: 'device.list',
      entity: 'devices',
      detail: { count: records.length },
    })
    const openCodes = codes.map(({ codeId, stationName, mintedAt, expiresAt }) => {
      return { codeId, stationName, mintedAt, expiresAt }
    })
    return { devices: records.map(toLine), openCodes, stations, serverTime: now }
  })
}

function toLine({ revokedAt, revokedBecause, ...line }: DeviceRecord): DeviceLine {
  return { ...line, revoked: revokedAt === null ? null : { at: revokedAt, because: revokedBecause ?? '' } }
}
