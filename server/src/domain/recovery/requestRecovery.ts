import { addMs, type Instant } from '@onetrip/shared/lib/time'
import type { RecoveryRequestAnswer, RecoveryRequestInput } from '@onetrip/shared/wire/recovery'
import { findDevice } from '../../db/devices'
import { addRecovery, endOtherRecoveries, findRecoveryForUpdate } from '../../db/recovery'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** A request counts for so long, and so does the office's answer to it. */
export const RECOVERY_LIFE_MS = 24 * 60 * 60_000

/**
 * An agent asks for the way back into their vault. One stands for each post: a newer one ends those before it, and a
 * repeat answers like the first.
 */
export async function requestRecovery(
  house: House,
  actor: Actor,
  input: RecoveryRequestInput,
): Promise<RecoveryRequestAnswer> {
  const { districtId, postId } = actor
  const { recoveryId, deviceId, vaultId, officeWrap, replyKey } = input
  if (!house.officeKeys.has(officeWrap.keyId)) return { status: 'refused', refusal: 'unknown-key' }
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const device = await findDevice(tx, districtId, deviceId)
    if (device?.stationId !== actor.unitId) return { status: 'refused', refusal: 'unknown-device' }
    const expiresAt: Instant = addMs(now, RECOVERY_LIFE_MS)
    const request = { recoveryId, postId, deviceId, vaultId, officeWrap, replyKey, askedAt: now, expiresAt }
    if (!(await addRecovery(tx, districtId, request))) {
      const known = await findRecoveryForUpdate(tx, districtId, recoveryId)
      const isOwn = known?.postId === postId && known.vaultId === vaultId
      return isOwn ? { status: 'waiting', expiresAt: known.expiresAt } : { status: 'refused', refusal: 'id-taken' }
    }
    await endOtherRecoveries(tx, districtId, { postId, recoveryId, now })
    const seen = { procedure: 'recovery.request', entity: `recovery:${recoveryId}`, detail: { deviceId, vaultId } }
    await leaveTrace(tx, house, { by: actor, at: now, ...seen })
    return { status: 'waiting', expiresAt }
  })
}
