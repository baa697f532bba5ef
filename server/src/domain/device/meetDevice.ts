import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { DeviceReport, DeviceStanding } from '@onetrip/shared/wire/device'
import { findDevice, noteContact } from '../../db/devices'
import type { Tx } from '../../db/transaction'
import type { Actor } from '../actor'

/** What a device says of itself is written down once in this time, however often it asks. */
export const CONTACT_EVERY_MS = 60_000

/**
 * Notes what a device of the actor's own says of itself, and answers how it stands; undefined for one that may go on.
 * Of an unknown or foreign one nothing is noted, and nothing is told. [SYNC-R18]
 */
export async function meetDevice(
  tx: Tx,
  actor: Actor,
  { report, now }: { readonly report: DeviceReport; readonly now: Instant },
): Promise<DeviceStanding | undefined> {
  const { districtId } = actor
  const device = await findDevice(tx, districtId, report.deviceId)
  if (device?.stationId !== actor.unitId || device.postId !== actor.postId) return undefined
  await noteContact(tx, districtId, { ...report, at: now, noLaterThan: addMs(now, -CONTACT_EVERY_MS) })
  return device.revokedAt === null ? undefined : 'revoked'
}
