import { mayPassLater } from '@onetrip/shared/dispatch/bookingRefusal'
import type { Dispatch, DispatchCommand, DispatchRefusal } from '@onetrip/shared/dispatch/dispatch'
import { assertNever, type Result } from '@onetrip/shared/lib/result'
import { addMs, type Instant } from '@onetrip/shared/lib/time'
import { findDispatch, setNextLook, type DispatchRecord } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import type { BookingAnswer, Courier, CourierOrder } from './courier'
import { courierActor } from './courierActor'
import { courierOrder, type DispatchDesk } from './courierOrder'
import { moveDispatch } from './moveDispatch'

export type BookingDeps = { readonly house: House; readonly courier: Courier; readonly desk: DispatchDesk }

/** `settled`: there is nothing to book, or not any more · `under-review`: the courier wants to be asked later. */
export type BookingOutcome = BookingAnswer['status'] | 'settled'

/** A courier that has no room today is asked again tomorrow. */
const DAY_MS = 24 * 60 * 60_000

/**
 * Books a requested sending, at most once however often it is called: its id is the courier's order number. A no is
 * kept, for a person to look at, or for tomorrow. What was called off while the courier was asked is called off there,
 * too. Throws `CourierOutage` when the courier cannot be asked: call again later.
 */
export async function bookDispatch(deps: BookingDeps, dispatchId: string): Promise<BookingOutcome> {
  const { house, courier } = deps
  const due = await readDue(deps, dispatchId)
  if (!due) return 'settled'
  // Outside of any transaction: a courier may take as long as it likes and holds no lock of ours.
  const answer = await courier.book(due.order)
  const command = toCommand(answer, house.clock())
  const moved = command && (await record(house, due.dispatch, command))
  if (command?.type !== 'book' || moved?.ok) return answer.status
  await courier.cancel(due.order.dispatchId)
  return 'settled'
}

type Due = { readonly dispatch: DispatchRecord; readonly order: CourierOrder }

async function readDue({ house, desk }: BookingDeps, dispatchId: string): Promise<Due | undefined> {
  const { districtId } = house
  return inTransaction(house.pool, courierActor(districtId), async (tx) => {
    const dispatch = await findDispatch(tx, districtId, dispatchId)
    if (dispatch?.state.status !== 'requested') return undefined
    const { refused } = dispatch.state
    if (refused && !mayPassLater(refused.refusal)) return undefined
    const { recipient, stationId } = dispatch
    const { stations, district } = await house.readCatalogue(tx, districtId)
    const station = stations.get(stationId)
    if (!station) throw new Error(`station ${stationId} is not in the catalogue`)
    if (recipient.mode !== 'courier') throw new Error(`dispatch ${dispatchId} goes to nobody`)
    return { dispatch, order: courierOrder({ dispatchId: dispatch.dispatchId, recipient, station, district, desk }) }
  })
}

type BookingCommand = Extract<DispatchCommand, { type: 'book' | 'refuse' }>

function toCommand(answer: BookingAnswer, at: Instant): BookingCommand | undefined {
  switch (answer.status) {
    case 'booked':
      return { type: 'book', waybill: answer.waybill, at }
    case 'refused':
      return { type: 'refuse', refusal: answer.refusal, at }
    case 'under-review':
      return undefined
    default:
      return assertNever(answer)
  }
}

async function record(
  house: House,
  { caseId, dispatchId }: DispatchRecord,
  command: BookingCommand,
): Promise<Result<Dispatch, DispatchRefusal>> {
  const { districtId } = house
  const by = courierActor(districtId)
  return inTransaction(house.pool, by, async (tx) => {
    await leaveTrace(tx, house, {
      by,
      at: house.clock(),
      procedure: 'job.bookDispatch',
      entity: `dispatch:${dispatchId}`,
      detail: { told: 'recipient', answer: command.type },
    })
    const moved = await moveDispatch(tx, house, { caseId, dispatchId, command })
    // Booked by another process meanwhile: its no or yes stands. Two numbers for one order are nobody's to choose.
    if (!moved.ok && moved.error.kind === 'waybill-differs') throw new Error(`dispatch ${dispatchId} has two waybills`)
    if (command.type === 'refuse' && mayPassLater(command.refusal))
      await setNextLook(tx, districtId, { dispatchId, at: addMs(command.at, DAY_MS) })
    return moved
  })
}
