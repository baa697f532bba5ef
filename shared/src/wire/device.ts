import * as z from 'zod/mini'
import { DeviceId, StationId } from '../lib/ids'
import { RegistrationCode } from '../lib/registrationCode'
import { Instant } from '../lib/time'
import { KeysDigest, ToldKeys } from './toldKeys'

/** What a device says of itself is written down once in this time; within it, that it asks says enough. */
export const REPORT_EVERY_MS = 60_000

const Count = z.int().check(z.minimum(0))

/** What a tablet says of itself when it pulls. Counts and times only: nothing of what it holds. */
export const DeviceReport = z.object({
  deviceId: DeviceId,
  appVersion: z.string().check(z.maxLength(64)),
  /** Operations and scans that have not arrived. */
  unsentCount: Count,
  unsentBytes: Count,
  /** When the oldest of them was made, by the tablet's own clock; null where nothing waits. */
  oldestUnsentAt: z.nullable(Instant),
})
export type DeviceReport = z.infer<typeof DeviceReport>

/** `revoked`: hand in what is left, take in nothing more, then destroy keys and data. Absent: go on. */
export const DeviceStanding = z.literal('revoked')
export type DeviceStanding = z.infer<typeof DeviceStanding>

/**
 * How a device stands, asked by itself and signed by it: of a tablet that nobody has unlocked. What it says of itself is
 * noted as with a pull, and it is told whose signatures hold.
 */
export const StandingInput = z.extend(DeviceReport, {
  /** The `keysDigest` under which the tablet keeps the keys of the house. */
  keysKnown: z.optional(KeysDigest),
})
export type StandingInput = z.infer<typeof StandingInput>

export const StandingAnswer = z.object({
  epoch: z.string(),
  serverTime: Instant,
  standing: z.optional(DeviceStanding),
  ...ToldKeys.shape,
})
export type StandingAnswer = z.infer<typeof StandingAnswer>

/** A tablet as an administrator sees it. Null: it has not said so yet. */
export const DeviceLine = z.object({
  deviceId: DeviceId,
  stationId: StationId,
  stationName: z.string(),
  /** Part of the receipt numbers of that tablet. */
  deviceNumber: z.int(),
  agentName: z.string(),
  registeredAt: Instant,
  /** Whether it signs with a key of its own. */
  hasKey: z.boolean(),
  lastContactAt: z.nullable(Instant),
  appVersion: z.nullable(z.string()),
  unsentCount: z.nullable(z.int()),
  unsentBytes: z.nullable(z.int()),
  oldestUnsentAt: z.nullable(Instant),
  revoked: z.nullable(z.object({ at: Instant, because: z.string() })),
})
export type DeviceLine = z.infer<typeof DeviceLine>

/** A code that still lets a tablet in. Which letters it has, only its paper tells. */
export const OpenCodeLine = z.object({
  codeId: z.uuid(),
  stationName: z.string(),
  mintedAt: Instant,
  expiresAt: Instant,
})
export type OpenCodeLine = z.infer<typeof OpenCodeLine>

export const DeviceListAnswer = z.object({
  devices: z.array(DeviceLine),
  openCodes: z.array(OpenCodeLine),
  /** For which a code can be made. */
  stations: z.array(z.object({ stationId: StationId, name: z.string() })),
  serverTime: Instant,
})
export type DeviceListAnswer = z.infer<typeof DeviceListAnswer>

export const MintCodeInput = z.object({ stationId: StationId })
export type MintCodeInput = z.infer<typeof MintCodeInput>

/** The only answer that ever holds a code. `too-many-open`: call one back first. */
export const MintCodeAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('minted'),
    code: RegistrationCode,
    stationName: z.string(),
    expiresAt: Instant,
  }),
  z.object({ status: z.literal('unknown-station') }),
  z.object({ status: z.literal('too-many-open') }),
])
export type MintCodeAnswer = z.infer<typeof MintCodeAnswer>

export const CallCodeBackInput = z.object({ codeId: z.uuid() })
export type CallCodeBackInput = z.infer<typeof CallCodeBackInput>

/** `not-open`: used, expired, called back already, or never there. */
export const CallCodeBackAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('called-back') }),
  z.object({ status: z.literal('not-open') }),
])
export type CallCodeBackAnswer = z.infer<typeof CallCodeBackAnswer>

export const MAX_REVOKE_REASON_CHARS = 200

export const RevokeDeviceInput = z.object({
  deviceId: DeviceId,
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_REVOKE_REASON_CHARS)),
})
export type RevokeDeviceInput = z.infer<typeof RevokeDeviceInput>

/** A repeat is `revoked`, too, and changes neither time nor reason. */
export const RevokeDeviceAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('revoked'), at: Instant }),
  z.object({ status: z.literal('unknown-device') }),
])
export type RevokeDeviceAnswer = z.infer<typeof RevokeDeviceAnswer>
