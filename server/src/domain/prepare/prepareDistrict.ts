import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import { saveDistrict } from '../../db/district'
import { beginFirstEpoch } from '../../db/epoch'
import { inTransaction, type Scope } from '../../db/transaction'
import type { Pool } from 'pg'
import type { DistrictData } from '../catalogue/districtData'
import { publishDistrict } from '../catalogue/publishDistrict'

/** Whoever prepares a house: no person, and nobody who could sign in. */
export const preparerOf = (districtId: DistrictId): Scope => ({
  districtId,
  postId: 'preparation',
  role: 'preparation',
  unitId: districtId,
})

/**
 * Brings the database to what the district's files say, and answers how many catalogue rows changed; a repeat
 * changes none. Throws, changing nothing, when a published version was written differently. `pool` is the owner's.
 */
export async function prepareDistrict(
  pool: Pool,
  data: DistrictData,
  { epoch, now }: { readonly epoch: string; readonly now: Instant },
): Promise<number> {
  return inTransaction(pool, preparerOf(data.district.districtId), async (tx) => {
    await beginFirstEpoch(tx, epoch, now)
    await saveDistrict(tx, data)
    const published = await publishDistrict(tx, data)
    if (published.ok) return published.value
    const names = published.error.map(({ entityId }) => entityId).join(', ')
    throw new Error(
      `published already, and written differently now: ${names}\nGive each a new version; or, where nothing is to be kept, begin anew: npm start -- --fresh`,
    )
  })
}
