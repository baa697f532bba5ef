import * as z from 'zod/mini'
import { Instant } from '../lib/time'

/**
 * What can happen to a parcel, one vocabulary for all couriers. The words follow the OLTS vocabulary
 * (open-logistics-tracking/OLTS, data CC BY 4.0); `redirected` and `note` are ours.
 */
export const TraceKind = z.enum([
  'order-created',
  'pickup-scheduled',
  'pickup-failed',
  'picked-up',
  'in-transit',
  'arrived-at-destination',
  'out-for-delivery',
  'delivery-to-locker',
  'awaiting-pickup',
  'delivered',
  'signed-by-third-party',
  'delivery-attempted',
  'recipient-unavailable',
  'address-issue',
  'refused',
  'redirected',
  'damaged',
  'exception',
  'lost',
  'return-initiated',
  'in-return-transit',
  'returned-to-sender',
  'order-cancelled',
  /** A scan that we do not know: kept and shown, it moves nothing. */
  'note',
])
export type TraceKind = z.infer<typeof TraceKind>

/** One scan of a parcel: when, the courier's own code, what it means to us, where, and the courier's words. */
export const TraceEvent = z.object({
  at: Instant,
  code: z.string().check(z.maxLength(40)),
  kind: TraceKind,
  place: z.string().check(z.maxLength(200)),
  remark: z.string().check(z.maxLength(500)),
})
export type TraceEvent = z.infer<typeof TraceEvent>

/** Both traces as one, sorted by time, each scan once. The order of arrival leaves no mark. */
export function mergeTrace(known: readonly TraceEvent[], arrived: readonly TraceEvent[]): TraceEvent[] {
  const sorted = [...known, ...arrived].toSorted(compareEvents)
  return sorted.filter((event, i) => {
    const previous = sorted[i - 1]
    return previous === undefined || compareEvents(previous, event) !== 0
  })
}

// Couriers stamp several scans with one second: within it, the order of the way (the vocabulary's) decides.
// Every field takes part, so that only one and the same scan compares equal.
function compareEvents(a: TraceEvent, b: TraceEvent): number {
  return (
    compareText(a.at, b.at) ||
    TraceKind.options.indexOf(a.kind) - TraceKind.options.indexOf(b.kind) ||
    compareText(a.code, b.code) ||
    compareText(a.place, b.place) ||
    compareText(a.remark, b.remark)
  )
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
