import * as z from 'zod/mini'

const uuid = () => z.uuid()

/** UUIDv7 minted on the device when the application is begun; it never changes. */
export const CaseId = uuid().brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>

/** UUIDv7 of one thing a person did; the key that makes a repeat harmless. */
export const OpId = uuid().brand<'OpId'>()
export type OpId = z.infer<typeof OpId>

export const TaskId = uuid().brand<'TaskId'>()
export type TaskId = z.infer<typeof TaskId>

export const PartyId = uuid().brand<'PartyId'>()
export type PartyId = z.infer<typeof PartyId>

export const DeviceId = uuid().brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

export const PostId = uuid().brand<'PostId'>()
export type PostId = z.infer<typeof PostId>

export const UploadId = uuid().brand<'UploadId'>()
export type UploadId = z.infer<typeof UploadId>

/** Our dispatch id is the courier's order id, so an unanswered booking can be asked after. */
export const DispatchId = uuid().brand<'DispatchId'>()
export type DispatchId = z.infer<typeof DispatchId>

export const CorrectionId = uuid().brand<'CorrectionId'>()
export type CorrectionId = z.infer<typeof CorrectionId>

/** Lower-case hex SHA-256 of the master's clear bytes: the same page has the same id wherever it is. */
export const ScanId = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/))
  .brand<'ScanId'>()
export type ScanId = z.infer<typeof ScanId>

/** GB/T 2260 division code, six digits: a district (430102), or a city for its own units (430100). */
export const DistrictId = z
  .string()
  .check(z.regex(/^\d{6}$/))
  .brand<'DistrictId'>()
export type DistrictId = z.infer<typeof DistrictId>

/** Division (6) + street (3) + site (3) digits, as NBS counts them: 430102009001. */
export const StationId = z
  .string()
  .check(z.regex(/^\d{12}$/))
  .brand<'StationId'>()
export type StationId = z.infer<typeof StationId>

/** Short stable word for a department, e.g. `market-regulation`. Its names are dated data. */
export const DepartmentId = z
  .string()
  .check(z.regex(/^[a-z][a-z-]{1,40}$/))
  .brand<'DepartmentId'>()
export type DepartmentId = z.infer<typeof DepartmentId>

/** `station:<id>`, `department:<id>` or `catalogue`. */
export const FeedId = z
  .string()
  .check(z.regex(/^(station:\d{12}|department:[a-z][a-z-]{1,40}|catalogue)$/))
  .brand<'FeedId'>()
export type FeedId = z.infer<typeof FeedId>

export const stationFeed = (stationId: StationId): FeedId => FeedId.parse(`station:${stationId}`)
export const departmentFeed = (departmentId: DepartmentId): FeedId => FeedId.parse(`department:${departmentId}`)
export const CATALOGUE_FEED: FeedId = FeedId.parse('catalogue')

/** Fills an array with random bytes; `crypto.getRandomValues` in the edges, seeded in tests. */
export type RandomBytes = (length: number) => Uint8Array

/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits.
 * Sorts by time of making; two made in the same millisecond have no order.
 */
export function uuidv7(nowMs: number, random: RandomBytes): string {
  const bytes = random(16)
  const stamp = BigInt(nowMs)
  for (let i = 0; i < 6; i += 1) bytes[i] = Number((stamp >> BigInt(8 * (5 - i))) & 0xffn)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** When a UUIDv7 was minted, by the clock of whoever did: its first 48 bits. Source: RFC 9562 §5.7. */
export const mintedAtMs = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
