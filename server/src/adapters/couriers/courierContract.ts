import { nextDispatch, type Dispatch } from '@onetrip/shared/dispatch/dispatch'
import { DispatchId } from '@onetrip/shared/lib/ids'
import { Instant, instantToMs, type Clock } from '@onetrip/shared/lib/time'
import { expect, it } from 'vitest'
import {
  CARGO_WORDS,
  CourierOutage,
  type BookingAnswer,
  type Courier,
  type CourierContact,
  type CourierOrder,
} from '../../domain/dispatch/courier'

/** An adapter, and the strings to pull at the courier's end of the wire. */
export type CourierUnderTest = {
  readonly courier: Courier
  /** The same company, called with a wrong secret. */
  readonly courierWithWrongSecret: Courier
  /** The next call that changes something is carried out, and its answer is lost. */
  readonly loseNextAnswer: () => Promise<void>
  readonly throttleNextCall: () => Promise<void>
  readonly failNextCall: () => Promise<void>
  /** One step on the parcel's way; an order under review is cleared first. */
  readonly advance: (dispatchId: DispatchId) => Promise<void>
  /** What the courier was sent for this dispatch: one entry for each order that it holds. */
  readonly ordersFor: (dispatchId: DispatchId) => Promise<unknown[]>
  /** The clock that the courier goes by. */
  readonly clock: Clock
  /** Cities with these fates; the contract sends to them. */
  readonly servedCity: string
  readonly unservedCity: string
  readonly reviewedCity: string
}

/** The rules every courier adapter keeps: docs/spec/dispatch.md. Call it once per adapter. */
export function describeCourierContract(getWorld: () => CourierUnderTest): void {
  describeBooking(getWorld)
  describeRefusals(getWorld)
  describeOutages(getWorld)
  describeTheWay(getWorld)
}

function describeBooking(getWorld: () => CourierUnderTest): void {
  it('[COUR-R1] books one dispatch once, and gives the same waybill again', async () => {
    const { courier, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    const first = await courier.book(order)
    expect(first).toMatchObject({ status: 'booked' })
    expect(await courier.book(order)).toEqual(first)
    expect(await ordersFor(order.dispatchId)).toHaveLength(1)
  })

  it('[COUR-R1] books one dispatch once, also when two do it at once', async () => {
    const { courier, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    const [first, second, third] = await Promise.all([courier.book(order), courier.book(order), courier.book(order)])
    expect([second, third]).toEqual([first, first])
    expect(await ordersFor(order.dispatchId)).toHaveLength(1)
    expect(waybillOf(await courier.book(orderTo(servedCity)))).not.toEqual(waybillOf(first))
  })

  it('[COUR-R2] finds the order whose answer was lost', async () => {
    const { courier, loseNextAnswer, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    await loseNextAnswer()
    await expect(courier.book(order)).rejects.toThrow(CourierOutage)
    expect(await ordersFor(order.dispatchId)).toHaveLength(1)
    expect(await courier.book(order)).toMatchObject({ status: 'booked' })
    expect(await ordersFor(order.dispatchId)).toHaveLength(1)
  })

  it('[COUR-R3] knows an order that it has, and no other', async () => {
    const { courier, servedCity } = getWorld()
    const order = orderTo(servedCity)
    expect(await courier.findBooking(order.dispatchId)).toBeUndefined()
    const booked = await courier.book(order)
    expect(await courier.findBooking(order.dispatchId)).toEqual(booked)
  })

  it('[COUR-R10] tells the courier nothing of what is inside', async () => {
    const { courier, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    await courier.book(order)
    const sent = textsIn(await ordersFor(order.dispatchId)).filter((text) => /\p{Script=Han}/u.test(text))
    const contacts = [...Object.values(order.sender), ...Object.values(order.receiver)]
    const beside = new Set(sent.filter((text) => !contacts.includes(text)))
    expect(beside).toContain(CARGO_WORDS)
    expect([...beside].filter((text) => text !== CARGO_WORDS && text !== '件')).toEqual([])
  })
}

function describeRefusals(getWorld: () => CourierUnderTest): void {
  it('[COUR-R4] refuses an address out of reach, and again when asked again', async () => {
    const { courier, unservedCity } = getWorld()
    const order = orderTo(unservedCity)
    const refusal = { kind: 'address-not-served', side: 'receiver' }
    expect(await courier.book(order)).toEqual({ status: 'refused', refusal })
    expect(await courier.book(order)).toEqual({ status: 'refused', refusal })
  })

  it.each([
    ['sender', 'name', { name: '' }],
    ['sender', 'phone', { mobile: '' }],
    ['receiver', 'name', { name: '' }],
    ['receiver', 'phone', { mobile: '' }],
    ['receiver', 'address', { address: '' }],
  ] as const)('[COUR-R5] refuses a %s without %s, and holds no order then', async (side, field, change) => {
    const { courier, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    const answer = await courier.book({ ...order, [side]: { ...order[side], ...change } })
    expect(answer).toEqual({ status: 'refused', refusal: { kind: 'contact-incomplete', side, field } })
    expect(await ordersFor(order.dispatchId)).toEqual([])
    expect(await courier.book(order)).toMatchObject({ status: 'booked' })
  })

  it('[COUR-R6] an order that a person must look at is under review, and a booking later', async () => {
    const { courier, advance, reviewedCity } = getWorld()
    const order = orderTo(reviewedCity)
    expect(await courier.book(order)).toEqual({ status: 'under-review' })
    expect(await courier.findBooking(order.dispatchId)).toEqual({ status: 'under-review' })
    await advance(order.dispatchId)
    expect(await courier.findBooking(order.dispatchId)).toMatchObject({ status: 'booked' })
  })
}

function describeOutages(getWorld: () => CourierUnderTest): void {
  it('[COUR-R7] a throttling or failing courier is an outage, and the next call passes', async () => {
    const { courier, throttleNextCall, failNextCall, servedCity } = getWorld()
    const order = orderTo(servedCity)
    await throttleNextCall()
    await expect(courier.book(order)).rejects.toMatchObject({ name: 'CourierOutage', kind: 'throttled' })
    await failNextCall()
    await expect(courier.trace(order.dispatchId)).rejects.toThrow(CourierOutage)
    expect(await courier.book(order)).toMatchObject({ status: 'booked' })
  })

  it('[COUR-R11] a wrong secret is an error of ours, and books nothing', async () => {
    const { courierWithWrongSecret, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    const error: unknown = await courierWithWrongSecret.book(order).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(CourierOutage)
    expect(await ordersFor(order.dispatchId)).toEqual([])
  })
}

function describeTheWay(getWorld: () => CourierUnderTest): void {
  it('[COUR-R8] the trace walks a dispatch to delivered', async () => {
    const { courier, advance, clock, servedCity } = getWorld()
    const order = orderTo(servedCity)
    expect(await courier.trace(order.dispatchId)).toEqual([])
    const waybill = waybillOf(await courier.book(order))

    const seen: string[] = []
    for (let i = 0; i < 4; i += 1) {
      await advance(order.dispatchId)
      const booking = { waybill, bookedAt: BOOKED_AT, trace: [] }
      seen.push(step({ status: 'booked', booking }, await courier.trace(order.dispatchId)).status)
    }
    expect(seen).toEqual(['picked-up', 'in-transit', 'out-for-delivery', 'delivered'])

    const nowMs = instantToMs(clock())
    for (const { at } of await courier.trace(order.dispatchId)) {
      expect(Math.abs(instantToMs(at) - nowMs), 'a scan of this minute').toBeLessThan(60_000)
    }
  })

  it('[COUR-R9] cancels what is not picked up, once and for all', async () => {
    const { courier, ordersFor, servedCity } = getWorld()
    const order = orderTo(servedCity)
    expect(await courier.cancel(order.dispatchId)).toEqual({ status: 'not-booked' })
    await courier.book(order)
    expect(await courier.cancel(order.dispatchId)).toEqual({ status: 'cancelled' })
    expect(await courier.cancel(order.dispatchId)).toEqual({ status: 'cancelled' })
    expect(await courier.book(order)).toEqual({ status: 'refused', refusal: { kind: 'order-cancelled' } })
    expect(await ordersFor(order.dispatchId)).toHaveLength(1)
  })

  it('[COUR-R9] cancels an order under review, and none that was picked up', async () => {
    const { courier, advance, servedCity, reviewedCity } = getWorld()
    const reviewed = orderTo(reviewedCity)
    await courier.book(reviewed)
    expect(await courier.cancel(reviewed.dispatchId)).toEqual({ status: 'cancelled' })

    const pickedUp = orderTo(servedCity)
    await courier.book(pickedUp)
    await advance(pickedUp.dispatchId)
    expect(await courier.cancel(pickedUp.dispatchId)).toEqual({ status: 'too-late' })
  })

  it('[COUR-R9] an answer to a cancellation may be lost too', async () => {
    const { courier, loseNextAnswer, servedCity } = getWorld()
    const order = orderTo(servedCity)
    await courier.book(order)
    await loseNextAnswer()
    await expect(courier.cancel(order.dispatchId)).rejects.toThrow(CourierOutage)
    expect(await courier.cancel(order.dispatchId)).toEqual({ status: 'cancelled' })
  })
}

const BOOKED_AT = Instant.parse('2026-11-20T01:00:00.000Z')

const SENDER: CourierContact = {
  name: '样例寄件人',
  mobile: '13800000001',
  province: '湖南省',
  city: '长沙市',
  county: '芙蓉区',
  address: "人民中路9号(南门)1楼 ~A'b!*",
}

function orderTo(city: string): CourierOrder {
  const dispatchId = DispatchId.parse(crypto.randomUUID())
  return { dispatchId, sender: SENDER, receiver: { ...SENDER, name: '样例𠮷收件人', city }, weightGrams: 120 }
}

function waybillOf(answer: BookingAnswer): { courier: 'sf'; number: string } {
  if (answer.status !== 'booked') throw new Error(`not booked: ${answer.status}`)
  return answer.waybill
}

function step(dispatch: Dispatch, events: Awaited<ReturnType<Courier['trace']>>): Dispatch {
  const result = nextDispatch(dispatch, { type: 'record-trace', events })
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
