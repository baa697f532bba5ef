import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Actor } from '../actor'
import { UNSIGNED_ROLE } from './app'

/** The actor of a call that nobody has signed in for. */
export const guestOf = (districtId: DistrictId): Actor => ({
  districtId,
  role: UNSIGNED_ROLE,
  postId: 'guest',
  personId: 'guest',
  unitId: districtId,
})
