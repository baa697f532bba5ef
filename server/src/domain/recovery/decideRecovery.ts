import {
  officeWrapPlace,
  recoveryReplyPlace,
  type DecideRecoveryAnswer,
  type DecideRecoveryInput,
  type DecideRecoveryRefusal,
} from '@onetrip/shared/wire/recovery'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import {
  decideRecovery as saveDecision,
  findHolder,
  findRecoveryForUpdate,
  vouchForRecovery,
  type RecoveryReply,
  type StoredRecovery,
} from '../../db/recovery'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/**
 * What one person of the office says to a request. Two let an agent back in: one vouches for who asks, another allows
 * it; nobody is both, and neither is who asked. Refusing takes one. Allowed, the vault's key is sealed to the tablet in
 * the same transaction, and is nowhere else afterwards. [VAULT-R17]
 */
export async function decideRecovery(
  house: House,
  actor: Actor,
  input: DecideRecoveryInput,
): Promise<DecideRecoveryAnswer> {
  const { districtId } = actor
  const { recoveryId, decision } = input
  return inTransaction(house.pool, actor, async (tx) => {
    const now = house.clock()
    const request = await findRecoveryForUpdate(tx, districtId, recoveryId)
    if (request?.status !== 'waiting' || request.expiresAt <= now) return { status: 'refused', refusal: 'not-waiting' }
    const holder = await findHolder(tx, districtId, request.postId)
    if (holder === actor.personId) return { status: 'refused', refusal: 'own-request' }
    const refusal = await decide(tx, { house, actor, input, request, now })
    if (refusal) return { status: 'refused', refusal }
    // The reason stands with the request; a trace holds no words that somebody typed.
    const seen = { procedure: 'recovery.decide', entity: `recovery:${recoveryId}`, detail: { decision } }
    await leaveTrace(tx, house, { by: actor, at: now, ...seen })
    return { status: 'done' }
  })
}

type Deciding = {
  readonly house: House
  readonly actor: Actor
  readonly input: DecideRecoveryInput
  readonly request: StoredRecovery
  readonly now: Instant
}

/** Undefined where it is done. */
async function decide(tx: Tx, deciding: Deciding): Promise<DecideRecoveryRefusal | undefined> {
  const { actor, input, now: at } = deciding
  const { recoveryId, decision, reason } = input
  const { districtId, postId: by } = actor
  switch (decision) {
    case 'vouch':
      return vouch(tx, deciding)
    case 'allow':
      return allow(tx, deciding)
    case 'refuse':
      await saveDecision(tx, districtId, { recoveryId, by, at, reason, answer: undefined })
      return undefined
    default:
      return assertNever(decision)
  }
}

async function vouch(tx: Tx, { actor, input, request, now: at }: Deciding): Promise<DecideRecoveryRefusal | undefined> {
  const { recoveryId, reason: how } = input
  // Said again by the same person it is no other word: the first one stands.
  if (request.voucher === actor.personId) return undefined
  if (request.voucher !== null) return 'vouched-already'
  await vouchForRecovery(tx, actor.districtId, { recoveryId, by: actor.postId, at, how })
  return undefined
}

async function allow(
  tx: Tx,
  { house, actor, input, request, now: at }: Deciding,
): Promise<DecideRecoveryRefusal | undefined> {
  if (request.voucher === null) return 'not-vouched'
  if (request.voucher === actor.personId) return 'same-person'
  const answer = await rewrap(house, request)
  if (!answer) return 'cannot-open'
  const { recoveryId, reason } = input
  await saveDecision(tx, actor.districtId, { recoveryId, by: actor.postId, at, reason, answer })
  return undefined
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
