import type { BookingRefusal } from '@onetrip/shared/dispatch/bookingRefusal'
import type { TraceEvent } from '@onetrip/shared/dispatch/traceEvent'
import type { Waybill } from '@onetrip/shared/dispatch/waybill'
import type { DispatchId } from '@onetrip/shared/lib/ids'

/** One end of a sending, as it stands on the label. Province, city and county by their standard names. */
export type CourierContact = {
  readonly name: string
  readonly mobile: string
  readonly province: string
  readonly city: string
  readonly county: string
  readonly address: string
}

/**
 * All that a courier learns of a sending. There is no field for what is inside: every adapter writes `CARGO_WORDS`,
 * because a label that says what a document is tells the neighbours.
 */
export type CourierOrder = {
  /** Also the courier's order number, so that a lost answer can be asked after. */
  readonly dispatchId: DispatchId
  readonly sender: CourierContact
  readonly receiver: CourierContact
  readonly weightGrams: number
}

/** 托寄物名, on every order and label. */
export const CARGO_WORDS = '文件'

/** What a courier says to an order. */
export type BookingAnswer =
  | { readonly status: 'booked'; readonly waybill: Waybill }
  /** A person at the courier looks whether they can take it: ask `findBooking` later. */
  | { readonly status: 'under-review' }
  | { readonly status: 'refused'; readonly refusal: BookingRefusal }

/** What a courier says to a cancellation. */
export type CancelAnswer =
  | { readonly status: 'cancelled' }
  /** The courier has it in hand already. */
  | { readonly status: 'too-late' }
  | { readonly status: 'not-booked' }

/**
 * A courier company. Business answers are values; `CourierOutage` is thrown when asking again later may help; any other
 * error means that our configuration or code is wrong. Rules [COUR-R1] … in docs/spec/dispatch.md.
 */
export type Courier = {
  /** Books a dispatch at most once, however often it is called. After an outage, call it again: it asks first. */
  readonly book: (order: CourierOrder) => Promise<BookingAnswer>
  /** What became of a booking; undefined when the courier has never heard of it. */
  readonly findBooking: (dispatchId: DispatchId) => Promise<BookingAnswer | undefined>
  /** Every scan so far, sorted by time; empty when there is none, or no such order. */
  readonly trace: (dispatchId: DispatchId) => Promise<TraceEvent[]>
  /** Calls off what is not picked up yet. A cancelled dispatch cannot be booked again. */
  readonly cancel: (dispatchId: DispatchId) => Promise<CancelAnswer>
}

/** Why there is no usable answer; for the log and the alarm, not for people at a counter. */
export type OutageKind =
  | 'unreachable'
  | 'timeout'
  | 'http-status'
  | 'throttled'
  /** Too old when it arrived: a slow way, or two clocks that differ. */
  | 'stale-request'
  | 'courier-down'
  /** Too large, no JSON, or not what the courier's document promises. */
  | 'unreadable-answer'
  /** The courier says that the order exists, and cannot find it yet. */
  | 'unsettled'

const IS_DOWN: Readonly<Record<OutageKind, boolean>> = {
  unreachable: true,
  timeout: true,
  'http-status': true,
  throttled: true,
  'stale-request': true,
  'courier-down': true,
  'unreadable-answer': false,
  unsettled: false,
}

/** Whether the next question would fare alike; an unreadable or unsettled answer is about the one parcel. */
export const isDown = ({ kind }: CourierOutage): boolean => IS_DOWN[kind]

/** The courier gave no usable answer; it may have done what it was asked. The message holds nothing personal. */
export class CourierOutage extends Error {
  override readonly name = 'CourierOutage'

  constructor(
    readonly kind: OutageKind,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}: ${detail}`, options)
  }
}
