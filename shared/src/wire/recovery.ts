import * as z from 'zod/mini'
import { DeviceId, type DistrictId, type PostId } from '../lib/ids'
import { Instant } from '../lib/time'
import { SealingKey } from './sealingKey'

/** A way back into a vault that was asked for; minted on the tablet, so that a repeat is harmless. */
export const RecoveryId = z.uuid().brand<'RecoveryId'>()
export type RecoveryId = z.infer<typeof RecoveryId>

export const VaultId = z.uuid().brand<'VaultId'>()
export type VaultId = z.infer<typeof VaultId>

/** An uncompressed point of P-256: 65 bytes as base64. */
const Point = z.string().check(z.regex(/^[A-Za-z0-9+/]{87}=$/))
/** A key of 32 bytes and its tag of 16, as base64. */
const SealedKey = z.string().check(z.regex(/^[A-Za-z0-9+/]{64}$/))

/** A vault's key under the office's recovery key. */
export const SentOfficeWrap = z.object({
  alg: SealingKey.shape.alg,
  keyId: SealingKey.shape.keyId,
  enc: Point,
  wrapped: SealedKey,
})
export type SentOfficeWrap = z.infer<typeof SentOfficeWrap>

export const RecoveryRequestInput = z.object({
  recoveryId: RecoveryId,
  deviceId: DeviceId,
  vaultId: VaultId,
  officeWrap: SentOfficeWrap,
  /** To whom the office seals its answer: a pair made for this request alone. */
  replyKey: Point,
})
export type RecoveryRequestInput = z.infer<typeof RecoveryRequestInput>

/** Of one tablet, and of one agent, in 24 hours: each calls somebody at the office away from their work. */
export const MAX_RECOVERIES_A_DAY = 5

/** Beyond the day's number it is HTTP 429 with `Retry-After`. `unknown-key`: sealed to a key that the office has no more, or bound to another agent. */
export const RecoveryRequestAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('waiting'), expiresAt: Instant }),
  z.object({ status: z.literal('refused'), refusal: z.enum(['unknown-device', 'unknown-key', 'id-taken']) }),
])
export type RecoveryRequestAnswer = z.infer<typeof RecoveryRequestAnswer>

export const RecoveryInput = z.object({ recoveryId: RecoveryId })

/** `ended`: it has run out, was taken back, gave way to a newer one, or never was; all alike. */
export const RecoveryAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('waiting'), expiresAt: Instant }),
  z.object({ status: z.literal('allowed'), enc: Point, sealed: SealedKey }),
  z.object({ status: z.literal('refused'), reason: z.string() }),
  z.object({ status: z.literal('ended') }),
])
export type RecoveryAnswer = z.infer<typeof RecoveryAnswer>

/** What the first of the two said, for the second to read. `isOwn`: whoever looks has said it. */
export const RecoveryVouch = z.object({ name: z.string(), at: Instant, how: z.string(), isOwn: z.boolean() })
export type RecoveryVouch = z.infer<typeof RecoveryVouch>

/** What whoever decides is shown: who asks, where, with which tablet, since when, and who vouches for them. */
export const RecoveryLine = z.object({
  recoveryId: RecoveryId,
  agentName: z.string(),
  stationName: z.string(),
  deviceNumber: z.int(),
  askedAt: Instant,
  expiresAt: Instant,
  vouch: z.nullable(RecoveryVouch),
})
export type RecoveryLine = z.infer<typeof RecoveryLine>

/** Those that wait, the oldest first. */
export const RecoveryListAnswer = z.object({ lines: z.array(RecoveryLine) })
export type RecoveryListAnswer = z.infer<typeof RecoveryListAnswer>

export const MAX_RECOVERY_REASON = 200

/** `vouch`: the first of two; `allow`: the second, another person. Either may refuse. */
export const DecideRecoveryInput = z.object({
  recoveryId: RecoveryId,
  decision: z.enum(['vouch', 'allow', 'refuse']),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_RECOVERY_REASON)),
})
export type DecideRecoveryInput = z.infer<typeof DecideRecoveryInput>

/**
 * `not-waiting`: it ended, or somebody else was faster. `own-request`: nobody opens their own. `not-vouched`: two are
 * needed, and this is the first. `vouched-already`: somebody else was faster, and this is the second.
 * `same-person`: whoever vouched does not allow.
 */
export const DecideRecoveryRefusal = z.enum([
  'not-waiting',
  'own-request',
  'not-vouched',
  'vouched-already',
  'same-person',
  'cannot-open',
])
export type DecideRecoveryRefusal = z.infer<typeof DecideRecoveryRefusal>

export const DecideRecoveryAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done') }),
  z.object({ status: z.literal('refused'), refusal: DecideRecoveryRefusal }),
])
export type DecideRecoveryAnswer = z.infer<typeof DecideRecoveryAnswer>

/** What a wrap for the office speaks of, as HPKE's `info`: nothing else that the key opens begins so. */
export const OFFICE_WRAP_INFO = 'onetrip-office-wrap/1'
export const RECOVERY_REPLY_INFO = 'onetrip-recovery-reply/1'

/**
 * What a wrap for the office is bound to: another agent of the same tablet could read it off the disk, and ask with it
 * in their own name.
 */
export const officeWrapPlace = (owner: {
  readonly districtId: DistrictId
  readonly postId: PostId | string
  readonly vaultId: string
}): string => [owner.districtId, owner.postId, owner.vaultId].join('|')

/** What the office's answer is bound to. */
export const recoveryReplyPlace = (request: { readonly recoveryId: string; readonly vaultId: string }): string =>
  [request.recoveryId, request.vaultId].join('|')
