import type { Role } from '@onetrip/shared/access/policy'
import type { DistrictId } from '@onetrip/shared/lib/ids'

/**
 * Who acts: a person in a post, or a department's own system (then `postId` and `personId` are its
 * department id). Taken from the session or the signature, never from a payload.
 */
export type Actor = {
  readonly districtId: DistrictId
  readonly role: Role
  readonly postId: string
  readonly personId: string
  /** Station id of an agent, department id of a reviewer or a department system, else the district id. */
  readonly unitId: string
}
