import { addMs, instantToMs, type Instant } from '@onetrip/shared/lib/time'
import {
  MAX_RECOVERIES_A_DAY,
  type RecoveryRequestAnswer,
  type RecoveryRequestInput,
} from '@onetrip/shared/wire/recovery'
import { findDevice } from '../../db/devices'
import { addRecovery, endOtherRecoveries, findAsked, findRecoveryForUpdate, lockRequests } from '../../db/recovery'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'

/** A request counts for so long, and so does the office's answer to it. */
export const RECOVERY_LIFE_MS = 24 * 60 * 60_000

const DAY_MS = 24 * 60 * 60_000

export type RequestedRecovery =
  RecoveryRequestAnswer | { readonly status: 'too-many-requests'; readonly retryAfterSeconds: number }

/**
 * An agent asks for the way back into their vault. One stands for each post: a newer one ends those before it, and a
 * repeat answers like the first. [VAULT-R12]
 */
export async function requestRecovery(
  house: House,
  actor: Actor,
  input: RecoveryRequestInput,
): Promise<RequestedRecovery> {
  const { districtId } = actor
  const { deviceId, officeWrap } = input
  if (!house.officeKeys.has(officeWrap.keyId)) return { status: 'refused', refusal: 'unknown-key' }
  return inTransaction(house.pool, actor, async (tx) => {
    const device = await findDevice(tx, districtId, deviceId)
    if (device?.stationId !== actor.unitId) return { status: 'refused', refusal: 'unknown-device' }
    const asking = { house, actor, input, now: house.clock() }
    await lockRequests(tx, districtId)
    return (await answerRepeat(tx, asking)) ?? (await refuseTooMany(tx, asking)) ?? addRequest(tx, asking)
  })
}

type Asking = {
  readonly house: House
  readonly actor: Actor
  readonly input: RecoveryRequestInput
  readonly now: Instant
}

/** Undefined for an id that is new. */
async function answerRepeat(tx: Tx, { actor, input }: Asking): Promise<RequestedRecovery | undefined> {
  const { postId, districtId } = actor
  const known = await findRecoveryForUpdate(tx, districtId, input.recoveryId)
  if (!known) return undefined
  const isOwn = known.postId === postId && known.vaultId === input.vaultId
  return isOwn ? { status: 'waiting', expiresAt: known.expiresAt } : { status: 'refused', refusal: 'id-taken' }
}

/** Undefined while both the tablet and the agent may ask once more. */
async function refuseTooMany(tx: Tx, { house, actor, input, now }: Asking): Promise<RequestedRecovery | undefined> {
  const { districtId, postId } = actor
  const { deviceId } = input
  const asked = await findAsked(tx, districtId, { postId, deviceId, since: addMs(now, -DAY_MS) })
  const [ofPost, ofDevice] = [asked.filter(({ isOfPost }) => isOfPost), asked.filter(({ isOfDevice }) => isOfDevice)]
  // With the oldest that fill the day a place is free again.
  const waitsMs = [ofPost, ofDevice].flatMap((own) => {
    const oldest = own.at(-MAX_RECOVERIES_A_DAY)
    return oldest ? [instantToMs(oldest.askedAt) + DAY_MS - instantToMs(now)] : []
  })
  if (waitsMs.length === 0) return undefined
  const detail = { deviceId, outcome: 'too-many-requests' }
  await leaveTrace(tx, house, {
    by: actor,
    at: now,
    procedure: 'recovery.request',
    entity: `device:${deviceId}`,
    detail,
  })
  return { status: 'too-many-requests', retryAfterSeconds: Math.ceil(Math.max(...waitsMs) / 1000) }
}

async function addRequest(tx: Tx, { house, actor, input, now }: Asking): Promise<RequestedRecovery> {
  const { districtId, postId } = actor
  const { recoveryId, deviceId, vaultId } = input
  const expiresAt = addMs(now, RECOVERY_LIFE_MS)
  await addRecovery(tx, districtId, { ...input, postId, askedAt: now, expiresAt })
  await endOtherRecoveries(tx, districtId, { postId, recoveryId, now })
  const seen = { procedure: 'recovery.request', entity: `recovery:${recoveryId}`, detail: { deviceId, vaultId } }
  await leaveTrace(tx, house, { by: actor, at: now, ...seen })
  return { status: 'waiting', expiresAt }
}
