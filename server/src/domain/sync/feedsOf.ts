import {
  CATALOGUE_FEED,
  DepartmentId,
  departmentFeed,
  StationId,
  stationFeed,
  type FeedId,
} from '@onetrip/shared/lib/ids'
import { assertNever } from '@onetrip/shared/lib/result'
import type { ActionScope } from '@onetrip/shared/access/policy'
import type { Actor } from '../actor'

/** The feeds that the actor may read, by the reach that the policy gives to `feed.read`. */
export function feedsOf(actor: Actor, scope: ActionScope): FeedId[] {
  switch (scope) {
    case 'own-station':
      return [CATALOGUE_FEED, stationFeed(StationId.parse(actor.unitId))]
    case 'own-department':
      return [CATALOGUE_FEED, departmentFeed(DepartmentId.parse(actor.unitId))]
    case 'district':
    case 'own-case':
    case 'self':
      return [CATALOGUE_FEED]
    default:
      return assertNever(scope)
  }
}
