import * as z from 'zod/mini'
import { DeviceId, DistrictId, PostId, StationId } from '../lib/ids'
import { RegistrationCode } from '../lib/registrationCode'
import { Instant } from '../lib/time'
import { SealingKey } from './sealingKey'

/** Who is signed in: a person in one post. */
export const Me = z.object({
  districtId: DistrictId,
  postId: PostId,
  personId: z.uuid(),
  name: z.string(),
  role: z.enum(['agent', 'reviewer', 'dispatcher', 'admin']),
  /** Station id of an agent, department id of a reviewer, district id of the others. */
  unitId: z.string(),
  unitName: z.string(),
})
export type Me = z.infer<typeof Me>

export const SignInInput = z.object({
  loginName: z.string().check(z.minLength(1), z.maxLength(64)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
})
export type SignInInput = z.infer<typeof SignInInput>

/** Wrong name and wrong password answer alike, in the same time. */
export const SignInAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed-in'), me: Me, serverTime: Instant }),
  z.object({ status: z.literal('wrong') }),
  z.object({ status: z.literal('too-many-tries'), retryAfterSeconds: z.int() }),
])
export type SignInAnswer = z.infer<typeof SignInAnswer>

export const WhoAnswer = z.object({ me: z.nullable(Me), serverTime: Instant })
export type WhoAnswer = z.infer<typeof WhoAnswer>

/** The raw uncompressed point (65 bytes) of an ECDSA P-256 key, as base64. */
export const DevicePublicKey = z.string().check(z.regex(/^B[A-P][A-Za-z0-9+/]{84}[AEIMQUYcgkosw048]=$/))
export type DevicePublicKey = z.infer<typeof DevicePublicKey>

/**
 * A tablet makes itself known; asking again with the same id gives the same number. Its key is set once, and older
 * apps have none. A tablet that the server does not know needs a code of its agent's station.
 */
export const RegisterDeviceInput = z.object({
  deviceId: DeviceId,
  publicKey: z.optional(DevicePublicKey),
  code: z.optional(RegistrationCode),
})
export type RegisterDeviceInput = z.infer<typeof RegisterDeviceInput>

/**
 * `code-wanted`: the server does not know the tablet, and no code came. A wrong, used, expired, foreign and called-back
 * code answer alike. `id-taken`: another tablet has this id, by station, agent or key; begin anew under another.
 */
export const RegisterDeviceAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('registered'),
    deviceNumber: z.int(),
    stationId: StationId,
    /** As a pull names them: what is taken in before the first pull is sealed, too. */
    envelopeKeys: z.optional(z.array(SealingKey)),
    recoveryKey: z.optional(SealingKey),
  }),
  z.object({ status: z.literal('code-wanted') }),
  z.object({ status: z.literal('wrong-code') }),
  z.object({ status: z.literal('too-many-tries'), retryAfterSeconds: z.int() }),
  z.object({ status: z.literal('id-taken') }),
])
export type RegisterDeviceAnswer = z.infer<typeof RegisterDeviceAnswer>
