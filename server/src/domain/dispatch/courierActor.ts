import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { EventActor } from '../case/chainEvents'

/** The courier's system, as it stands in events: what it told us when we asked, moved the sending. */
export const courierActor = (districtId: DistrictId): EventActor => ({
  districtId,
  role: 'courier-system',
  postId: 'courier',
  personId: 'courier',
  unitId: districtId,
})
