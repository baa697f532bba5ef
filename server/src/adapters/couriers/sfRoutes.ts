import type { TraceEvent, TraceKind } from '@onetrip/shared/dispatch/traceEvent'
import { instantFromMs, parsePlainDate, type Instant } from '@onetrip/shared/lib/time'
import * as z from 'zod/mini'

const text = () =>
  z.pipe(
    z.nullish(z.string()),
    z.transform((value) => value ?? ''),
  )

/** One scan in SF's words; a field that SF leaves out, or sends as null, is empty. */
export const SfRoute = z.object({ acceptTime: z.string(), acceptAddress: text(), remark: text(), opCode: text() })
export type SfRoute = z.infer<typeof SfRoute>

// Which of these are borne out by what: docs/spec/dispatch.md, "SF Express".
const KIND_BY_OP_CODE: ReadonlyMap<string, TraceKind> = new Map([
  ['50', 'picked-up'],
  ['54', 'picked-up'],
  ['607', 'picked-up'],
  ['30', 'in-transit'],
  ['31', 'in-transit'],
  ['36', 'in-transit'],
  ['105', 'in-transit'],
  ['106', 'in-transit'],
  ['123', 'in-transit'],
  ['3036', 'in-transit'],
  ['130', 'arrived-at-destination'],
  ['44', 'out-for-delivery'],
  ['204', 'out-for-delivery'],
  ['125', 'delivery-to-locker'],
  ['678', 'awaiting-pickup'],
  ['80', 'delivered'],
  ['8000', 'delivered'],
  ['33', 'exception'],
  ['70', 'delivery-attempted'],
  ['99', 'redirected'],
  ['631', 'return-initiated'],
  ['648', 'return-initiated'],
])

/** A scan in our words; undefined when its time is no time. A code that we do not know becomes a `note`. */
export function toTraceEvent(route: SfRoute): TraceEvent | undefined {
  const at = instantFromBeijing(route.acceptTime)
  if (at === undefined) return undefined
  return {
    at,
    code: cut(route.opCode, 40),
    kind: KIND_BY_OP_CODE.get(route.opCode) ?? 'note',
    place: cut(route.acceptAddress, 200),
    remark: cut(route.remark, 500),
  }
}

// Not through the middle of a character: PostgreSQL takes no half of 𠮷.
const cut = (text: string, maxLength: number): string => text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')

/** `2026-11-23 09:05:00` is Beijing's wall clock, UTC+8 all year. Undefined when it is no real moment. */
function instantFromBeijing(wallClock: string): Instant | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) ((?:[01]\d|2[0-3])(?::[0-5]\d){2})$/.exec(wallClock) ?? []
  if (date === undefined || time === undefined || parsePlainDate(date) === undefined) return undefined
  return instantFromMs(Date.parse(`${date}T${time}+08:00`))
}
