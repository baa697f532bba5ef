import {
  officeWrapPlace,
  recoveryReplyPlace,
  type DecideRecoveryAnswer,
  type DecideRecoveryInput,
  type RecoveryListAnswer,
} from '@onetrip/shared/wire/recovery'
import {
  decideRecovery as saveDecision,
  findHolder,
  findRecoveryForUpdate,
  listWaitingRecoveries,
  type RecoveryReply,
  type StoredRecovery,
} from '../../db/recovery'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

const MAX_LISTED = 200

/** The requests that wait for an administrator's word. */
export async function listRecoveries(house: House, actor: Actor): Promise<RecoveryListAnswer> {
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const lines = await listWaitingRecoveries(tx, actor.districtId, { now, limit: MAX_LISTED })
    const detail = { count: lines.length }
    await leaveTrace(tx, house, { by: actor, at: now, procedure: 'recovery.list', entity: 'recoveries', detail })
    return { lines }
  })
}

/**
 * Lets an agent back in, or not. Allowed, the vault's key is sealed to the tablet in the same transaction, and is
 * nowhere else afterwards. Nobody lets themselves in.
 */
export async function decideRecovery(
  house: House,
  actor: Actor,
  { recoveryId, decision, reason }: DecideRecoveryInput,
): Promise<DecideRecoveryAnswer> {
  const { districtId } = actor
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const request = await findRecoveryForUpdate(tx, districtId, recoveryId)
    if (request?.status !== 'waiting' || request.expiresAt <= now) return { status: 'refused', refusal: 'not-waiting' }
    const holder = await findHolder(tx, districtId, request.postId)
    if (holder === actor.personId) return { status: 'refused', refusal: 'own-request' }
    const answer = decision === 'allow' ? await rewrap(house, request) : undefined
    if (decision === 'allow' && !answer) return { status: 'refused', refusal: 'cannot-open' }
    await saveDecision(tx, districtId, { recoveryId, by: actor.postId, at: now, reason, answer })
    // The reason stands with the request; a trace holds no words that somebody typed.
    const seen = { procedure: 'recovery.decide', entity: `recovery:${recoveryId}`, detail: { decision } }
    await leaveTrace(tx, house, { by: actor, at: now, ...seen })
    return { status: 'done' }
  })
}

async function rewrap({ officeKeys, districtId }: House, request: StoredRecovery): Promise<RecoveryReply | undefined> {
  const { officeWrap, replyKey, recoveryId, vaultId, postId } = request
  if (!officeWrap || !replyKey) return undefined
  return officeKeys.rewrap(officeWrap, {
    from: officeWrapPlace({ districtId, postId, vaultId }),
    to: recoveryReplyPlace({ recoveryId, vaultId }),
    replyKey,
  })
}
