import type { RevokeDeviceAnswer, RevokeDeviceInput } from '@onetrip/shared/wire/device'
import { revokeDevice as revoke } from '../../db/devices'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/**
 * Calls a tablet back: it gets no rows from now on, may hand in what it has, and is told to destroy the rest. The
 * first reason stands; a repeat answers like the first. [SYNC-R18]
 */
export async function revokeDevice(
  house: House,
  actor: Actor,
  { deviceId, reason }: RevokeDeviceInput,
): Promise<RevokeDeviceAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const at = await revoke(tx, actor.districtId, { deviceId, at: now, by: actor.postId, because: reason })
    if (at === undefined) return { status: 'unknown-device' }
    // The reason stands with the device; a trace holds no words that somebody typed.
    const seen = { procedure: 'device.revoke', entity: `device:${deviceId}`, detail: { revokedAt: at } }
    await leaveTrace(tx, house, { by: actor, at: now, ...seen })
    return { status: 'revoked', at }
  })
}
