import type { RecoveryAnswer, RecoveryId } from '@onetrip/shared/wire/recovery'
import { endRecovery, findRecoveryForUpdate, type StoredRecovery } from '../../db/recovery'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** What the office says by now. Another's, a missing and an ended one answer alike. */
export async function answerRecovery(house: House, actor: Actor, recoveryId: RecoveryId): Promise<RecoveryAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const request = await findOwn(tx, actor, recoveryId)
    const now = house.clock()
    if (!request || request.expiresAt <= now) return { status: 'ended' }
    const { status, expiresAt, reason, answer } = request
    if (status === 'waiting') return { status, expiresAt }
    if (status === 'refused') return { status, reason: reason ?? '' }
    if (!answer) return { status: 'ended' }
    const seen = { procedure: 'recovery.answer', entity: `recovery:${recoveryId}`, detail: { status } }
    await leaveTrace(tx, house, { by: actor, at: now, ...seen })
    return { status: 'allowed', ...answer }
  })
}

/** The agent needs it no more: what it held goes. Harmless for one that is another's, or has ended. */
export async function takeBackRecovery(house: House, actor: Actor, recoveryId: RecoveryId): Promise<void> {
  await inTransaction(house.pool, actor, async (tx) => {
    const request = await findOwn(tx, actor, recoveryId)
    if (request?.status !== 'waiting' && request?.status !== 'allowed') return
    await endRecovery(tx, actor.districtId, recoveryId)
    const detail = { was: request.status }
    const seen = { procedure: 'recovery.takeBack', entity: `recovery:${recoveryId}`, detail }
    await leaveTrace(tx, house, { by: actor, at: house.clock(), ...seen })
  })
}

async function findOwn(tx: Tx, actor: Actor, recoveryId: RecoveryId): Promise<StoredRecovery | undefined> {
  const request = await findRecoveryForUpdate(tx, actor.districtId, recoveryId)
  return request?.postId === actor.postId ? request : undefined
}
