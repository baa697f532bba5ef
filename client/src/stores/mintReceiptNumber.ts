import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { StationId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { dateIn } from '@onetrip/shared/lib/time'
import { takeReceiptCounter } from '../db/meta'
import type { Tablet } from './tablet'

/** The next receipt number of this tablet, of today. */
export async function mintReceiptNumber(tablet: Tablet, catalogue: Catalogue): Promise<string> {
  const { deviceNumber, counter } = await takeReceiptCounter(tablet.store.db)
  const date = dateIn(catalogue.district.timeZone, tablet.clock())
  const made = makeReceiptNumber({ stationId: StationId.parse(tablet.me.unitId), date, deviceNumber, counter })
  if (!made.ok) throw new Error(`receipt number out of range: ${made.error}`)
  return made.value
}
