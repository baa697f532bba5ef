import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** One call that touched personal data: who, by which procedure, what; never the data itself. */
export type AuditRow = {
  readonly auditId: string
  readonly at: Instant
  readonly procedure: string
  readonly role: string
  readonly actorId: string
  readonly entity: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Adds the row in the transaction of the call, so that there is no touch without its trace. */
export async function addAuditRow(tx: Tx, districtId: DistrictId, row: AuditRow): Promise<void> {
  await tx.query(
    `insert into audit_row (district_id, audit_id, at, procedure, role, actor_id, entity, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [districtId, row.auditId, row.at, row.procedure, row.role, row.actorId, row.entity, JSON.stringify(row.detail)],
  )
}
