import * as z from 'zod/mini'
import { DeviceId, DistrictId, PostId, StationId } from '../lib/ids'
import { Instant } from '../lib/time'

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

/** A tablet makes itself known once; asking again with the same id gives the same number. */
export const RegisterDeviceInput = z.object({ deviceId: DeviceId })
export const RegisterDeviceAnswer = z.object({ deviceNumber: z.int(), stationId: StationId })
export type RegisterDeviceAnswer = z.infer<typeof RegisterDeviceAnswer>
