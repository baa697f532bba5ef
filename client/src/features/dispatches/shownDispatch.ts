import type { Booking, Dispatch, DispatchStatus } from '@onetrip/shared/dispatch/dispatch'

/** The waybill and its scans; undefined until a courier has said yes. */
export const bookingOf = (dispatch: Dispatch): Booking | undefined =>
  dispatch.status === 'requested' ? undefined : dispatch.booking

const TONES = {
  requested: 'neutral',
  booked: 'neutral',
  'picked-up': 'neutral',
  'in-transit': 'neutral',
  'out-for-delivery': 'accent',
  delivered: 'done',
  exception: 'alert',
  lost: 'alert',
  returned: 'alert',
  cancelled: 'done',
} as const satisfies Record<DispatchStatus, 'neutral' | 'accent' | 'alert' | 'done'>

export const toneOf = (status: DispatchStatus): (typeof TONES)[DispatchStatus] => TONES[status]
