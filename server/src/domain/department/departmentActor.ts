import type { DepartmentId, DistrictId } from '@onetrip/shared/lib/ids'
import type { Actor } from '../actor'

/** A department's own system: its signature is its name. */
export const departmentActor = (districtId: DistrictId, departmentId: DepartmentId): Actor => ({
  districtId,
  role: 'department-system',
  postId: departmentId,
  personId: departmentId,
  unitId: departmentId,
})
