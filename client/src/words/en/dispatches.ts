import type { Translation } from '../messageTypes'
import type { dispatches as source } from '../zh-CN/dispatches'

export const dispatches = {
  appName: 'Sending desk',
  title: 'Sending',
  lead: 'Recipients and waybills only; what is inside is not shown.',
  count: '{count} parcel | {count} parcels',
  loading: 'Getting the list…',
  empty: 'Nothing to send',
  emptyText: 'What a department issues for the courier appears here by itself.',
  region: 'Parcel',
  list: 'Parcels',
  choose: 'Choose a parcel to see its trace',
  receiptNumber: 'Receipt number',
  waybill: 'Waybill',
  noWaybill: 'No waybill yet',
  recipient: 'Recipient',
  mobile: 'Telephone',
  address: 'Address',
  requestedAt: 'Sending asked for',
  status: 'Status',
  bookedAt: 'Booked',
  trace: 'Trace',
  noTrace: 'The courier has not scanned it yet',
  refused: 'The courier did not take it: {why}',
  courierSays: 'The courier answers: {code} {words}',
  pickUp: 'Collected at the station, not sent',
} as const satisfies Translation<typeof source>
