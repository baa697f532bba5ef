import type { DeliveryChoice } from '@onetrip/shared/case/content'
import type { District, Station } from '@onetrip/shared/catalogue/district'
import type { DispatchId } from '@onetrip/shared/lib/ids'
import type { CourierContact, CourierOrder } from './courier'

/** Where a courier rings and collects when a station has no telephone or no address of its own. */
export type DispatchDesk = Pick<CourierContact, 'mobile' | 'address'>

export type Sending = {
  readonly dispatchId: DispatchId
  readonly recipient: Extract<DeliveryChoice, { mode: 'courier' }>
  readonly station: Station
  readonly district: District
  readonly desk: DispatchDesk
}

/** A document envelope; couriers price the first kilogram as one. */
const WEIGHT_GRAMS = 200

/** The station sends, the person named at intake receives. What is inside stands nowhere. */
export function courierOrder({ dispatchId, recipient, station, district, desk }: Sending): CourierOrder {
  const { name: county, city, province } = district
  const mobile = station.phone ?? desk.mobile
  const address = station.address ?? desk.address
  return {
    dispatchId,
    sender: { name: station.name, mobile, province, city, county, address },
    receiver: {
      name: recipient.recipient,
      mobile: recipient.mobile,
      province: recipient.province,
      city: recipient.city,
      county: recipient.county,
      address: recipient.address,
    },
    weightGrams: WEIGHT_GRAMS,
  }
}
