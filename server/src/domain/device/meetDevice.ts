import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import { REPORT_EVERY_MS, type DeviceReport, type DeviceStanding } from '@onetrip/shared/wire/device'
import { findDevice, noteContact } from '../../db/devices'
import type { Tx } from '../../db/transaction'
import type { Actor } from '../actor'

type Asking = { readonly deviceId: DeviceId; readonly report: DeviceReport | undefined; readonly now: Instant }

/**
 * How a device of the actor's own stands; undefined for one that may go on. What it says of itself is noted, once in a
 * minute, however often it says so. Of an unknown or foreign one nothing is noted, and nothing is told. [SYNC-R18]
 */
export async function meetDevice(
  tx: Tx,
  actor: Actor,
  { deviceId, report, now }: Asking,
): Promise<DeviceStanding | undefined> {
  const { districtId } = actor
  const device = await findDevice(tx, districtId, deviceId)
  if (device?.stationId !== actor.unitId || device.postId !== actor.postId) return undefined
  if (report)
    await noteContact(tx, districtId, { ...report, deviceId, at: now, noLaterThan: addMs(now, -REPORT_EVERY_MS) })
  return device.revokedAt === null ? undefined : 'revoked'
}
