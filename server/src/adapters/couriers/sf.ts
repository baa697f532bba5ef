import { mergeTrace, type TraceEvent } from '@onetrip/shared/dispatch/traceEvent'
import type { DispatchId } from '@onetrip/shared/lib/ids'
import {
  CourierOutage,
  type BookingAnswer,
  type CancelAnswer,
  type Courier,
  type CourierOrder,
} from '../../domain/dispatch/courier'
import { openSfAnswer, readSfMessage, type SfAnswer } from './sfEnvelope'
import { exchangeWithSf, isSfServiceUrl, type SfDeps } from './sfExchange'
import * as messages from './sfMessages'
import { toTraceEvent } from './sfRoutes'

type ServiceCode =
  'EXP_RECE_CREATE_ORDER' | 'EXP_RECE_SEARCH_ORDER_RESP' | 'EXP_RECE_SEARCH_ROUTES' | 'EXP_RECE_UPDATE_ORDER'

type Call = (service: ServiceCode, message: object) => Promise<SfAnswer>

/** SF Express behind the port. Throws at once when the service address is none of SF's. */
export function createSfCourier(deps: SfDeps): Courier {
  if (!isSfServiceUrl(deps.serviceUrl)) throw new Error(`not a service address of SF: ${deps.serviceUrl}`)
  const call: Call = async (service, message) => openSfAnswer(await exchangeWithSf(deps, service, message))
  return {
    book: (order) => book(call, order, deps.monthlyCard),
    findBooking: (dispatchId) => findBooking(call, dispatchId),
    trace: (dispatchId) => trace(call, dispatchId),
    cancel: (dispatchId) => cancel(call, dispatchId),
  }
}

/** Asks before it orders, so that an order whose answer was lost is found and not repeated. */
async function book(call: Call, order: CourierOrder, monthlyCard: string | undefined): Promise<BookingAnswer> {
  const known = await findBooking(call, order.dispatchId)
  if (known !== undefined) return known

  const answer = await call('EXP_RECE_CREATE_ORDER', messages.createOrderMessage(order, monthlyCard))
  if (answer.means === 'done') return fromOrder(readOrder(answer.msgData, order.dispatchId))
  if (answer.means === 'refused') return { status: 'refused', refusal: answer.refusal }
  if (answer.means !== 'order-exists') throw outOfPlace(answer)

  // Somebody was faster, with this very dispatch.
  const existing = await findBooking(call, order.dispatchId)
  if (existing === undefined) throw new CourierOutage('unsettled', 'the order exists and is not found')
  return existing
}

async function findBooking(call: Call, dispatchId: DispatchId): Promise<BookingAnswer | undefined> {
  const answer = await call('EXP_RECE_SEARCH_ORDER_RESP', messages.searchOrderMessage(dispatchId))
  switch (answer.means) {
    case 'done':
      return fromOrder(readOrder(answer.msgData, dispatchId))
    case 'order-unknown':
      return undefined
    case 'order-cancelled':
      return { status: 'refused', refusal: { kind: 'order-cancelled' } }
    default:
      throw outOfPlace(answer)
  }
}

async function trace(call: Call, dispatchId: DispatchId): Promise<TraceEvent[]> {
  const answer = await call('EXP_RECE_SEARCH_ROUTES', messages.searchRoutesMessage(dispatchId))
  if (answer.means === 'order-unknown') return []
  if (answer.means !== 'done') throw outOfPlace(answer)

  const { routeResps } = readSfMessage(messages.SfRoutes, answer.msgData)
  const events = (routeResps ?? []).flatMap(({ routes }) => routes ?? []).map(toTraceEvent)
  // A scan without a time has no place in a trace; to leave it out would hide what it said.
  const timed = events.filter((event) => event !== undefined)
  if (timed.length < events.length) throw new CourierOutage('unreadable-answer', 'a scan without a time')
  return mergeTrace([], timed)
}

async function cancel(call: Call, dispatchId: DispatchId): Promise<CancelAnswer> {
  const found = await call('EXP_RECE_SEARCH_ORDER_RESP', messages.searchOrderMessage(dispatchId))
  if (found.means !== 'done') return toCancelAnswer(found)

  const waybillNo = messages.mainWaybillNo(readOrder(found.msgData, dispatchId))
  const answer = await call('EXP_RECE_UPDATE_ORDER', messages.cancelOrderMessage(dispatchId, waybillNo))
  if (answer.means !== 'done') return toCancelAnswer(answer)

  const { resStatus } = readSfMessage(messages.SfUpdate, answer.msgData)
  if (resStatus !== 2) throw new Error(`SF: order not cancelled, resStatus ${resStatus}`)
  return { status: 'cancelled' }
}

function fromOrder(order: messages.SfOrder): BookingAnswer {
  if (order.filterResult === 3) {
    // 收方 is the end where SF collects, 派方 the one where it delivers.
    const side = order.remark === '1' ? 'sender' : order.remark === '2' ? 'receiver' : 'unstated'
    return { status: 'refused', refusal: { kind: 'address-not-served', side } }
  }
  if (order.filterResult === 1) return { status: 'under-review' }
  const number = messages.mainWaybillNo(order)
  if (number === undefined) throw new CourierOutage('unreadable-answer', 'taken, but without a waybill')
  return { status: 'booked', waybill: { courier: 'sf', number } }
}

function toCancelAnswer(answer: SfAnswer): CancelAnswer {
  switch (answer.means) {
    case 'order-cancelled':
      return { status: 'cancelled' }
    case 'past-cancelling':
      return { status: 'too-late' }
    case 'order-unknown':
      return { status: 'not-booked' }
    default:
      throw outOfPlace(answer)
  }
}

function readOrder(msgData: unknown, dispatchId: DispatchId): messages.SfOrder {
  const order = readSfMessage(messages.SfOrder, msgData)
  if (order.orderId !== dispatchId) throw new CourierOutage('unreadable-answer', 'it is about another order')
  return order
}

/** An answer that SF's documents do not foresee for what was asked. */
function outOfPlace(answer: SfAnswer): Error {
  const isUnknownCode = answer.means === 'refused' && answer.refusal.kind === 'other'
  return new Error(`SF answered out of place: ${isUnknownCode ? answer.refusal.courierCode : answer.means}`)
}
