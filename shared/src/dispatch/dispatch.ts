import * as z from 'zod/mini'
import { assertNever, err, ok, type Result } from '../lib/result'
import { Instant } from '../lib/time'
import { BookingRefusal } from './bookingRefusal'
import { followTrace, hasMoved, REACHED } from './followTrace'
import { mergeTrace, TraceEvent, TraceKind } from './traceEvent'
import { Waybill } from './waybill'

/** What is true from the courier's yes on: the waybill, and every scan since, sorted by time. */
export const Booking = z.object({ waybill: Waybill, bookedAt: Instant, trace: z.array(TraceEvent) })
export type Booking = z.infer<typeof Booking>

/** Where a sending stands: on its way down to `delivered`, or beside it. */
export const DispatchStatus = z.enum([
  'requested',
  'booked',
  'picked-up',
  'in-transit',
  'out-for-delivery',
  'delivered',
  'exception',
  'lost',
  'returned',
  'cancelled',
])
export type DispatchStatus = z.infer<typeof DispatchStatus>

/** 寄送. One sending; each status carries only the facts that are true in it. Rules: docs/spec/dispatch.md. */
export const Dispatch = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('requested'),
    requestedAt: Instant,
    /** The courier's last no, if it gave one. */
    refused: z.optional(z.object({ refusal: BookingRefusal, at: Instant })),
  }),
  z.object({ status: z.literal('booked'), booking: Booking }),
  z.object({ status: z.literal('picked-up'), booking: Booking, since: Instant }),
  z.object({ status: z.literal('in-transit'), booking: Booking, since: Instant }),
  z.object({ status: z.literal('out-for-delivery'), booking: Booking, since: Instant }),
  z.object({ status: z.literal('delivered'), booking: Booking, deliveredAt: Instant }),
  z.object({
    status: z.literal('exception'),
    booking: Booking,
    since: Instant,
    problem: TraceKind,
    reached: z.enum(REACHED),
  }),
  z.object({ status: z.literal('lost'), booking: Booking, since: Instant, reached: z.enum(REACHED) }),
  z.object({ status: z.literal('returned'), booking: Booking, returnedAt: Instant }),
  z.object({
    status: z.literal('cancelled'),
    cancelledAt: Instant,
    by: z.enum(['sender', 'courier']),
    /** Absent when it was cancelled before any courier had it. */
    booking: z.optional(Booking),
  }),
])
export type Dispatch = z.infer<typeof Dispatch>

/**
 * Whether a courier has the sending, or is just being asked: then there is nothing at the station to hand over. What a
 * courier refused lies there, and what came back waits there. [DISP-R13]
 */
export const isUnderWay = (dispatch: Dispatch): boolean =>
  dispatch.status === 'requested' ? dispatch.refused === undefined : !AT_REST.includes(dispatch.status)

const AT_REST: readonly DispatchStatus[] = ['delivered', 'returned', 'cancelled']

/** What may be done to a dispatch. Each carries its own time, and a trace the courier's. */
export type DispatchCommand =
  | { readonly type: 'book'; readonly waybill: Waybill; readonly at: Instant }
  | { readonly type: 'refuse'; readonly refusal: BookingRefusal; readonly at: Instant }
  | { readonly type: 'record-trace'; readonly events: readonly TraceEvent[] }
  | { readonly type: 'cancel'; readonly at: Instant }

/** Why a step is not open. */
export const DispatchRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wrong-status'), status: DispatchStatus }),
  /** Booked once already, under another number: nobody may send the same thing twice. */
  z.object({ kind: z.literal('waybill-differs'), known: Waybill }),
  /** The courier has the parcel in hand; it can be called back, not called off. */
  z.object({ kind: z.literal('already-moving') }),
])
export type DispatchRefusal = z.infer<typeof DispatchRefusal>

/** What may happen next. `book` stands after booking too, because a job that lost its answer repeats it. */
export const COMMANDS_BY_STATUS = {
  requested: ['book', 'refuse', 'cancel'],
  booked: ['book', 'record-trace', 'cancel'],
  'picked-up': ['book', 'record-trace'],
  'in-transit': ['book', 'record-trace'],
  'out-for-delivery': ['book', 'record-trace'],
  exception: ['book', 'record-trace', 'cancel'],
  lost: ['book', 'record-trace'],
  delivered: ['book', 'record-trace'],
  returned: ['book', 'record-trace'],
  cancelled: ['record-trace'],
} as const satisfies Record<DispatchStatus, readonly DispatchCommand['type'][]>

/** Pure: no clock, no I/O. What the courier scans comes in as `record-trace`, in any order, any number of times. */
export function nextDispatch(dispatch: Dispatch, command: DispatchCommand): Result<Dispatch, DispatchRefusal> {
  const allowed: readonly DispatchCommand['type'][] = COMMANDS_BY_STATUS[dispatch.status]
  if (!allowed.includes(command.type)) return err({ kind: 'wrong-status', status: dispatch.status })

  switch (command.type) {
    case 'book':
      return book(dispatch, command.waybill, command.at)
    case 'refuse':
      return dispatch.status === 'requested'
        ? ok({ ...dispatch, refused: { refusal: command.refusal, at: command.at } })
        : err({ kind: 'wrong-status', status: dispatch.status })
    case 'record-trace':
      return recordTrace(dispatch, command.events)
    case 'cancel':
      return cancel(dispatch, command.at)
    default:
      return assertNever(command)
  }
}

function book(dispatch: Dispatch, waybill: Waybill, at: Instant): Result<Dispatch, DispatchRefusal> {
  const known = bookingOf(dispatch)?.waybill
  if (known === undefined) return ok({ status: 'booked', booking: { waybill, bookedAt: at, trace: [] } })
  return inFull(known) === inFull(waybill) ? ok(dispatch) : err({ kind: 'waybill-differs', known })
}

const inFull = ({ courier, number }: Waybill): string => `${courier} ${number}`

function recordTrace(dispatch: Dispatch, events: readonly TraceEvent[]): Result<Dispatch, DispatchRefusal> {
  const known = bookingOf(dispatch)
  if (known === undefined) return err({ kind: 'wrong-status', status: dispatch.status })

  const booking = { ...known, trace: mergeTrace(known.trace, events) }
  const isCalledOff = dispatch.status === 'cancelled' && dispatch.by === 'sender'
  if (isCalledOff && !hasMoved(booking.trace)) return ok({ ...dispatch, booking })
  return ok({ ...followTrace(booking.trace), booking })
}

function cancel(dispatch: Dispatch, at: Instant): Result<Dispatch, DispatchRefusal> {
  const booking = bookingOf(dispatch)
  if (booking === undefined) return ok({ status: 'cancelled', cancelledAt: at, by: 'sender' })
  if (hasMoved(booking.trace)) return err({ kind: 'already-moving' })
  return ok({ status: 'cancelled', cancelledAt: at, by: 'sender', booking })
}

function bookingOf(dispatch: Dispatch): Booking | undefined {
  return dispatch.status === 'requested' ? undefined : dispatch.booking
}
