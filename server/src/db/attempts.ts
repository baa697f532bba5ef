import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** Tries to be added to (`by: 1`) or taken from (`by: -1`) some buckets of one window. */
export type TryCount = { readonly buckets: readonly string[]; readonly windowStart: Instant; readonly by: 1 | -1 }

/**
 * Counts and answers the new count of each bucket. Rows are locked in sorted order, so that two cannot wait for each
 * other; older windows are deleted on the way, so the table stays as small as one window.
 */
export async function countTries(tx: Tx, districtId: DistrictId, count: TryCount): Promise<Map<string, number>> {
  await tx.execute(
    `delete from attempt where ctid in (
       select ctid from attempt where district_id = $1 and window_start < $2 limit 1000 for update skip locked)`,
    [districtId, count.windowStart],
  )
  const rows = await tx.query<{ bucket: string; count: number }>(
    `insert into attempt (district_id, bucket, window_start, count)
     select $1, bucket, $3, $4 from unnest($2::text[]) as bucket order by bucket
     on conflict (district_id, bucket, window_start) do update set count = attempt.count + excluded.count
     returning bucket, count`,
    [districtId, [...new Set(count.buckets)], count.windowStart, count.by],
  )
  return new Map(rows.map((row) => [row.bucket, row.count]))
}
