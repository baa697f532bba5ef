import { assertNever } from '@onetrip/shared/lib/result'
import type { DispatchCommand } from '@onetrip/shared/dispatch/dispatch'
import type { Instant } from '@onetrip/shared/lib/time'
import { addAuditRow } from '../../db/audit'
import { findDispatch, type DispatchRecord } from '../../db/dispatches'
import { inTransaction } from '../../db/transaction'
import type { House } from '../house'
import type { BookingAnswer, Courier, CourierOrder } from './courier'
import { courierActor } from './courierActor'
import { courierOrder, type DispatchDesk } from './courierOrder'
import { moveDispatch } from './moveDispatch'

export type BookingDeps = { readonly house: House; readonly courier: Courier; readonly desk: DispatchDesk }

/** `settled`: there is nothing to book, or not any more · `under-review`: the courier wants to be asked later. */
export type BookingOutcome = 'booked' | 'refused' | 'under-review' | 'settled'

/**
 * Books a requested sending, at most once however often it is called: its id is the courier's order number. A no is
 * kept, for a person to look at. Throws `CourierOutage` when the courier cannot be asked: call again later.
 */
export async function bookDispatch(deps: BookingDeps, dispatchId: string): Promise<BookingOutcome> {
  const { house, courier } = deps
  const due = await readDue(deps, dispatchId)
  if (!due) return 'settled'
  // Outside of any transaction: a courier may take as long as it likes and holds no lock of ours.
  const answer = await courier.book(due.order)
  const command = toCommand(answer, house.clock())
  if (command) await record(house, due.dispatch, command)
  return answer.status
}

type Due = { readonly dispatch: DispatchRecord; readonly order: CourierOrder }

async function readDue({ house, desk }: BookingDeps, dispatchId: string): Promise<Due | undefined> {
  const { districtId } = house
  return inTransaction(house.pool, courierActor(districtId), async (tx) => {
    const dispatch = await findDispatch(tx, districtId, dispatchId)
    if (dispatch?.state.status !== 'requested' || dispatch.state.refused) return undefined
    const { recipient, stationId } = dispatch
    const { stations, district } = await house.readCatalogue(tx, districtId)
    const station = stations.get(stationId)
    if (!station) throw new Error(`station ${stationId} is not in the catalogue`)
    if (recipient.mode !== 'courier') throw new Error(`dispatch ${dispatchId} goes to nobody`)
    return { dispatch, order: courierOrder({ dispatchId: dispatch.dispatchId, recipient, station, district, desk }) }
  })
}

function toCommand(answer: BookingAnswer, at: Instant): DispatchCommand | undefined {
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

async function record(house: House, dispatch: DispatchRecord, command: DispatchCommand): Promise<void> {
  const { caseId, dispatchId } = dispatch
  const actor = courierActor(house.districtId)
  await inTransaction(house.pool, actor, async (tx) => {
    await addAuditRow(tx, house.districtId, {
      auditId: house.newId(),
      at: house.clock(),
      procedure: 'job.bookDispatch',
      role: actor.role,
      actorId: actor.postId,
      entity: `dispatch:${dispatchId}`,
      detail: { told: 'recipient', answer: command.type },
    })
    const moved = await moveDispatch(tx, house, { caseId, dispatchId, command })
    // Booked by another process meanwhile: its no or yes stands. Two numbers for one order are nobody's to choose.
    if (!moved.ok && moved.error.kind === 'waybill-differs') throw new Error(`dispatch ${dispatchId} has two waybills`)
  })
}
