import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMs, Instant } from '../lib/time'
import {
  COMMANDS_BY_STATUS,
  Dispatch,
  DispatchStatus,
  isUnderWay,
  nextDispatch,
  type DispatchCommand,
  type DispatchRefusal,
} from './dispatch'
import { mayPassLater, type BookingRefusal } from './bookingRefusal'
import { REACHED } from './followTrace'
import { TraceKind, type TraceEvent } from './traceEvent'
import type { Waybill } from './waybill'

const START = Instant.parse('2026-11-20T01:00:00.000Z')
const at = (minutes: number): Instant => addMs(START, minutes * 60_000)

const WAYBILL: Waybill = { courier: 'sf', number: 'SF7444400000001' }
const REQUESTED: Dispatch = { status: 'requested', requestedAt: START }
const BOOKED = step(REQUESTED, { type: 'book', waybill: WAYBILL, at: at(0) })
const CANCELLED = step(BOOKED, { type: 'cancel', at: at(1) })

const scan = (kind: TraceKind, minutes: number, code = ''): TraceEvent => ({
  at: at(minutes),
  code,
  kind,
  place: '长沙市',
  remark: '',
})
const after = (...events: TraceEvent[]): Dispatch => step(BOOKED, { type: 'record-trace', events })

// Few instants and codes, so that equal times and equal scans are common.
const anyScan = fc
  .tuple(fc.constantFrom(...TraceKind.options), fc.integer({ min: 1, max: 6 }), fc.constantFrom('50', '80'))
  .map(([kind, minutes, code]) => scan(kind, minutes, code))
const anyTrace = fc.array(anyScan, { maxLength: 12 })
const anyTraceInPortions = anyTrace.chain((trace) =>
  fc.tuple(
    fc.constant(trace),
    fc.shuffledSubarray(trace, { minLength: trace.length }),
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 }),
  ),
)
const anyDispatch = fc.oneof(
  fc.constant(REQUESTED),
  fc.constant(step(REQUESTED, { type: 'refuse', refusal: { kind: 'no-capacity' }, at: START })),
  fc.constant(step(REQUESTED, { type: 'cancel', at: START })),
  fc.constant(CANCELLED),
  anyTrace.map((trace) => after(...trace)),
)
const anyCommand = fc.oneof(
  fc.constantFrom<DispatchCommand>(
    { type: 'book', waybill: WAYBILL, at: at(9) },
    { type: 'book', waybill: { courier: 'sf', number: 'SF7444400000002' }, at: at(9) },
    { type: 'refuse', refusal: { kind: 'account-refused' }, at: at(9) },
    { type: 'cancel', at: at(9) },
  ),
  anyTrace.map((events): DispatchCommand => ({ type: 'record-trace', events })),
)

describe('commands', () => {
  it('[DISP-R1] moves only by a command listed for the status', () => {
    fc.assert(
      fc.property(anyDispatch, anyCommand, (dispatch, command) => {
        const allowed: readonly string[] = COMMANDS_BY_STATUS[dispatch.status]
        const result = nextDispatch(dispatch, command)
        if (!allowed.includes(command.type)) {
          expect(result).toEqual({ ok: false, error: { kind: 'wrong-status', status: dispatch.status } })
        } else if (result.ok) {
          expect(Dispatch.parse(result.value), 'every result is a dispatch on the wire').toEqual(result.value)
        }
      }),
    )
  })

  it('[DISP-R1] every status can be reached', () => {
    const reached = [
      REQUESTED,
      BOOKED,
      CANCELLED,
      ...(['picked-up', 'in-transit', 'out-for-delivery', 'delivered', 'exception', 'lost'] as const).map((kind) =>
        after(scan(kind, 2)),
      ),
      after(scan('returned-to-sender', 2)),
    ]
    expect(new Set(reached.map(({ status }) => status))).toEqual(new Set(DispatchStatus.options))
  })

  it('[DISP-R1] a dispatch cancelled before it was booked has no trace to record', () => {
    const cancelled = step(REQUESTED, { type: 'cancel', at: at(1) })
    expect(cancelled).toEqual({ status: 'cancelled', cancelledAt: at(1), by: 'sender' })
    expect(refusalOf(cancelled, { type: 'record-trace', events: [scan('picked-up', 2)] })).toEqual({
      kind: 'wrong-status',
      status: 'cancelled',
    })
  })

  it('[DISP-R2] the same waybill again changes nothing, another is refused', () => {
    const underWay = after(scan('in-transit', 2))
    expect(step(underWay, { type: 'book', waybill: { ...WAYBILL }, at: at(7) })).toEqual(underWay)
    const other = { courier: 'sf', number: 'SF7444400000002' } as const
    expect(refusalOf(underWay, { type: 'book', waybill: other, at: at(7) })).toEqual({
      kind: 'waybill-differs',
      known: WAYBILL,
    })
  })

  it('[DISP-R3] a no leaves it requested with the reason, a later yes wipes it out', () => {
    const refusal = { kind: 'account-refused' } as const
    const refused = step(REQUESTED, { type: 'refuse', refusal, at: at(1) })
    expect(refused).toEqual({ status: 'requested', requestedAt: START, refused: { refusal, at: at(1) } })
    expect(step(refused, { type: 'book', waybill: WAYBILL, at: at(0) })).toEqual(BOOKED)
  })

  it('[DISP-R9] cancels while the courier does not have it, and no longer', () => {
    expect(CANCELLED.status).toBe('cancelled')
    expect(step(after(scan('pickup-failed', 2)), { type: 'cancel', at: at(3) }).status).toBe('cancelled')
    expect(refusalOf(after(scan('picked-up', 2)), { type: 'cancel', at: at(3) })).toEqual({
      kind: 'wrong-status',
      status: 'picked-up',
    })
    const failedDelivery = after(scan('picked-up', 2), scan('delivery-attempted', 3))
    expect(refusalOf(failedDelivery, { type: 'cancel', at: at(4) })).toEqual({ kind: 'already-moving' })
  })
})

describe('the way', () => {
  it('[DISP-R4] keeps every scan once, sorted by time', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const kept = traceOf(after(...trace, ...trace))
        expect(new Set(kept.map(asText))).toEqual(new Set(trace.map(asText)))
        expect(kept.length).toBe(new Set(trace.map(asText)).size)
        expect(kept.map((event) => event.at)).toEqual(kept.map((event) => event.at).toSorted())
      }),
    )
  })

  it('[DISP-R4] keeps a scan after the end, and one that it does not know', () => {
    const delivered = after(scan('delivered', 3))
    const later = step(delivered, { type: 'record-trace', events: [scan('note', 9, '9999')] })
    expect(later).toMatchObject({ status: 'delivered', deliveredAt: at(3) })
    expect(traceOf(later)).toHaveLength(2)
    expect(after(scan('note', 1, '9999')).status).toBe('booked')
  })

  it.each([
    ['booked', BOOKED],
    ['cancelled by the sender', CANCELLED],
  ])('[DISP-R5] any permutation of a trace, in any portions, ends in the same dispatch: from %s', (_, from) => {
    fc.assert(
      fc.property(anyTraceInPortions, ([trace, shuffled, sizes]) => {
        const atOnce = step(from, { type: 'record-trace', events: trace })
        const inPortions = portions(shuffled, sizes).reduce(
          (dispatch, events) => step(dispatch, { type: 'record-trace', events }),
          step(from, { type: 'record-trace', events: [] }),
        )
        expect(inPortions).toEqual(atOnce)
      }),
    )
  })

  it('[DISP-R5] scans of the same second go in the order of the way', () => {
    expect(after(scan('in-transit', 1), scan('picked-up', 1))).toMatchObject({ status: 'in-transit', since: at(1) })
  })

  it('[DISP-R6] a late scan never moves a parcel back to an earlier step', () => {
    const stepOf = (dispatch: Dispatch): number => [...REACHED.slice(0, 4), 'delivered'].indexOf(dispatch.status) // -1: beside the way
    fc.assert(
      fc.property(anyTrace, anyScan, (trace, late) => {
        const before = after(...trace)
        const then = step(before, { type: 'record-trace', events: [late] })
        if (stepOf(before) >= 0 && stepOf(then) >= 0) expect(stepOf(then)).toBeGreaterThanOrEqual(stepOf(before))
      }),
    )
  })

  it('[DISP-R7] a trouble lasts until the parcel is seen at least as far again', () => {
    const failed = [scan('out-for-delivery', 1), scan('recipient-unavailable', 2)]
    expect(after(...failed)).toMatchObject({
      status: 'exception',
      problem: 'recipient-unavailable',
      reached: 'out-for-delivery',
      since: at(2),
    })
    expect(after(...failed, scan('in-transit', 3)).status).toBe('exception')
    expect(after(...failed, scan('out-for-delivery', 4))).toMatchObject({ status: 'out-for-delivery', since: at(4) })
    expect(after(...failed, scan('delivered', 4))).toMatchObject({ status: 'delivered', deliveredAt: at(4) })
  })

  it('[DISP-R7] a lost parcel is lost until it is seen again', () => {
    const lost = [scan('in-transit', 1), scan('lost', 2)]
    expect(after(...lost, scan('exception', 3))).toMatchObject({ status: 'lost', since: at(2), reached: 'in-transit' })
    expect(after(...lost, scan('arrived-at-destination', 4)).status).toBe('in-transit')
  })

  it('[DISP-R8] who signs for a parcel that was turned back is its sender', () => {
    const turned = [scan('out-for-delivery', 1), scan('return-initiated', 2)]
    expect(after(...turned, scan('out-for-delivery', 3))).toMatchObject({
      status: 'exception',
      problem: 'return-initiated',
      reached: 'turned-back',
    })
    expect(after(...turned, scan('exception', 3), scan('delivered', 4))).toMatchObject({
      status: 'returned',
      returnedAt: at(4),
    })
    expect(after(scan('delivered', 1), scan('return-initiated', 2)).status).toBe('delivered')
  })

  it('[DISP-R10] a cancelled dispatch that moves all the same is on its way', () => {
    const stays = step(CANCELLED, { type: 'record-trace', events: [scan('pickup-failed', 2), scan('note', 3)] })
    expect(stays).toMatchObject({ status: 'cancelled', by: 'sender', cancelledAt: at(1) })
    expect(traceOf(stays)).toHaveLength(2)
    expect(step(stays, { type: 'record-trace', events: [scan('picked-up', 4)] }).status).toBe('picked-up')
  })

  it('[DISP-R10] a courier that calls off before pick-up cancels, after pick-up it does not', () => {
    expect(after(scan('order-cancelled', 2), scan('pickup-failed', 3))).toMatchObject({
      status: 'cancelled',
      by: 'courier',
      cancelledAt: at(2),
    })
    expect(after(scan('picked-up', 1), scan('order-cancelled', 2)).status).toBe('picked-up')
  })
})

function step(dispatch: Dispatch, command: DispatchCommand): Dispatch {
  const result = nextDispatch(dispatch, command)
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

function refusalOf(dispatch: Dispatch, command: DispatchCommand): DispatchRefusal | undefined {
  const result = nextDispatch(dispatch, command)
  return result.ok ? undefined : result.error
}

function traceOf(dispatch: Dispatch): readonly TraceEvent[] {
  return dispatch.status === 'requested' ? [] : (dispatch.booking?.trace ?? [])
}

const asText = (event: TraceEvent): string => JSON.stringify(event)

function portions(trace: readonly TraceEvent[], sizes: readonly number[]): TraceEvent[][] {
  if (trace.length === 0) return []
  const size = sizes[0] ?? trace.length
  return [trace.slice(0, size), ...portions(trace.slice(size), sizes.slice(1))]
}

it('[DISP-R12] what a courier has no room for today may pass tomorrow, and nothing else', () => {
  const refusals: BookingRefusal[] = [
    { kind: 'no-capacity' },
    { kind: 'address-not-served', side: 'receiver' },
    { kind: 'account-refused' },
    { kind: 'order-cancelled' },
    { kind: 'other', courierCode: '1', courierSays: '…' },
  ]
  expect(refusals.map(mayPassLater)).toEqual([true, false, false, false, false])
})

it('[DISP-R13] is under way while a courier has it or is being asked', () => {
  const refused = step(REQUESTED, { type: 'refuse', refusal: { kind: 'no-capacity' }, at: at(0) })
  const dispatches: readonly (readonly [Dispatch, boolean])[] = [
    [REQUESTED, true],
    [refused, false],
    [step(refused, { type: 'cancel', at: at(1) }), false],
    [BOOKED, true],
    [CANCELLED, false],
    [after(scan('picked-up', 1)), true],
    [after(scan('picked-up', 1), scan('damaged', 2)), true],
    [after(scan('picked-up', 1), scan('lost', 2)), true],
    [after(scan('picked-up', 1), scan('delivered', 2)), false],
    [after(scan('picked-up', 1), scan('return-initiated', 2), scan('delivered', 3)), false],
  ]
  expect(dispatches.map(([dispatch]) => isUnderWay(dispatch))).toEqual(dispatches.map(([, expected]) => expected))
})
