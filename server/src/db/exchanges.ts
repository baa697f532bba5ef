import type { PageExchange } from '@onetrip/shared/case/followExchanges'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId, DistrictId, ScanId } from '@onetrip/shared/lib/ids'
import type { Tx } from './transaction'

/** Pages of a case that others were named in place of, in that order. Read from the events. [CASE-R17] */
export async function readExchanges(tx: Tx, districtId: DistrictId, caseId: CaseId): Promise<PageExchange[]> {
  const rows = await tx.query<ScanRef & { readonly replaces: ScanId }>(
    `select event.detail->>'replaces' as replaces, scan_id as "scanId", size_bytes as "sizeBytes",
            media_type as "mediaType"
       from case_event as event join scan using (district_id, case_id)
      where district_id = $1 and case_id = $2 and event.kind = 'scan-replaced' and scan_id = event.detail->>'by'
      order by event.seq`,
    [districtId, caseId],
  )
  return rows.map(({ replaces, ...by }) => ({ replaces, by }))
}
