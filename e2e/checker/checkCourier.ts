import type { CourierOrder, DispatchRow, Evidence } from './evidence'
import { repeated } from './rows'

/** Only what was decided is sent home; `closed` is what was sent and came there. */
const IS_DECIDED = ['issued', 'denied', 'not-accepted', 'closed']
/** After one of these a task may have another sending. */
const IS_OVER = ['cancelled', 'returned']

/** The courier's orders ↔ the dispatches of the SQL ↔ the tasks that were decided ↔ what the tablet took in. */
export function checkCourier(evidence: Evidence): string[] {
  const { tables, orders } = evidence
  const dispatchById = new Map(tables.dispatches.map((dispatch) => [dispatch.dispatchId, dispatch]))
  return [
    ...repeated(orders.map(({ orderId }) => orderId)).map((orderId) => `order ${orderId} is booked twice`),
    ...orders.flatMap((order) => faultsOfOrder(order, dispatchById.get(order.orderId), evidence)),
    ...faultsOfTasks(orders, dispatchById),
    ...tables.dispatches.flatMap((dispatch) => faultsOfBooking(dispatch, orders)),
  ]
}

function faultsOfOrder(
  { orderId }: CourierOrder,
  dispatch: DispatchRow | undefined,
  { exported, tables, department }: Evidence,
): string[] {
  if (!dispatch) return [`the courier has order ${orderId}, which is no dispatch`]
  const { caseId, taskId } = dispatch
  const task = tables.tasks.find((one) => one.taskId === taskId)
  if (task?.caseId !== caseId || !exported.some((one) => one.caseId === caseId))
    return [`order ${orderId} is for case ${caseId} and task ${taskId}, which do not belong together`]
  if (!IS_DECIDED.includes(task.status)) return [`order ${orderId} is for task ${taskId}, of which nothing was issued`]
  const isOurs = department.registered.some((one) => one.taskId === taskId)
  const acts = department.events.filter((event) => event.taskId === taskId).map(({ act }) => act)
  const isTold = !isOurs || acts.some((act) => ['issue', 'deny', 'not-accept'].includes(act))
  return isTold ? [] : [`order ${orderId} is for task ${taskId}, which its department did not decide`]
}

/** A task is under way once, and a waybill is for one order. */
function faultsOfTasks(orders: readonly CourierOrder[], dispatchById: ReadonlyMap<string, DispatchRow>): string[] {
  // One that is booked twice is said already.
  const once = [...new Map(orders.map((order) => [order.orderId, order])).values()]
  const tasks = once.flatMap(({ orderId }) => {
    const dispatch = dispatchById.get(orderId)
    return dispatch && !IS_OVER.includes(dispatch.status) ? [dispatch.taskId] : []
  })
  return [
    ...repeated(tasks).map((taskId) => `task ${taskId} is sent home twice`),
    ...repeated(once.map(({ waybillNo }) => waybillNo).filter(Boolean)).map((no) => `waybill ${no} is for two orders`),
  ]
}

/** What the server holds to be booked, the courier has, under that number. */
function faultsOfBooking({ dispatchId, waybillNo }: DispatchRow, orders: readonly CourierOrder[]): string[] {
  if (waybillNo === null) return []
  const isThere = orders.some((order) => order.orderId === dispatchId && order.waybillNo === waybillNo)
  return isThere ? [] : [`dispatch ${dispatchId} has waybill ${waybillNo}, of which the courier knows nothing`]
}
