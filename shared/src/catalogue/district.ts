import * as z from 'zod/mini'
import { DepartmentId, DistrictId, StationId } from '../lib/ids'
import { PlainDate } from '../lib/time'

export const District = z.object({
  districtId: DistrictId,
  name: z.string(),
  city: z.string(),
  province: z.string(),
  timeZone: z.string(),
})
export type District = z.infer<typeof District>

/** A street (街道) or a unit that works like one (管委会, 管理局). */
export const Subdistrict = z.object({
  code: z.string().check(z.regex(/^\d{9}$/)),
  name: z.string(),
  kind: z.enum(['street', 'park-committee', 'administration']),
  isSample: z.boolean(),
})
export type Subdistrict = z.infer<typeof Subdistrict>

/** A community (社区), village (村) or key building (重点楼宇) service point. */
export const Station = z.object({
  stationId: StationId,
  subdistrictCode: z.string(),
  kind: z.enum(['community', 'village', 'key-building']),
  name: z.string(),
  address: z.optional(z.string()),
  phone: z.optional(z.string()),
  isSample: z.boolean(),
})
export type Station = z.infer<typeof Station>

/** A department keeps its id when it is renamed; `names` is its dated history, oldest first. */
export const Department = z.object({
  departmentId: DepartmentId,
  names: z.array(z.object({ name: z.string(), from: PlainDate, to: z.optional(PlainDate) })).check(z.minLength(1)),
  shortName: z.string(),
  phone: z.string(),
  address: z.string(),
  /** How it is met: it decides in our console, or by its own system over signed HTTP. */
  meets: z.enum(['console', 'signed-http']),
  reviewBody: z.string(),
  isSample: z.boolean(),
})
export type Department = z.infer<typeof Department>

/** The name a department bore on a day; the latest one when the day lies after all. */
export function departmentNameOn(department: Department, day: PlainDate): string {
  const names = department.names.filter((entry) => entry.from <= day && (!entry.to || day <= entry.to))
  return (names.at(-1) ?? department.names.at(-1))?.name ?? department.shortName
}
