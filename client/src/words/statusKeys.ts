import type { TaskStatus } from '@onetrip/shared/case/taskState'
import type { DispatchStatus } from '@onetrip/shared/dispatch/dispatch'
import type { WordKey } from './useWords'

/** Where a task stands, as the station says it. */
export const TASK_STATUS_KEYS = {
  received: 'cases.status.received',
  'correction-required': 'cases.status.correctionRequired',
  'not-accepted': 'cases.status.notAccepted',
  accepted: 'cases.status.accepted',
  approved: 'cases.status.approved',
  denied: 'cases.status.denied',
  issued: 'cases.status.issued',
  closed: 'cases.status.closed',
} as const satisfies Record<TaskStatus, WordKey>

/** Where a sending stands; `booked` names the waybill. */
export const DISPATCH_STATUS_KEYS = {
  requested: 'cases.dispatch.requested',
  booked: 'cases.dispatch.booked',
  'picked-up': 'cases.dispatch.pickedUp',
  'in-transit': 'cases.dispatch.inTransit',
  'out-for-delivery': 'cases.dispatch.outForDelivery',
  delivered: 'cases.dispatch.delivered',
  exception: 'cases.dispatch.exception',
  lost: 'cases.dispatch.lost',
  returned: 'cases.dispatch.returned',
  cancelled: 'cases.dispatch.cancelled',
} as const satisfies Record<DispatchStatus, WordKey>
