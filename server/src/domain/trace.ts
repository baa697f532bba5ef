import { addAuditRow, type AuditRow } from '../db/audit'
import type { Scope, Tx } from '../db/transaction'

/** One touch of personal data: who, when, by which procedure, what; never the data itself. */
export type Trace = Pick<AuditRow, 'at' | 'procedure' | 'entity' | 'detail'> & { readonly by: Scope }

/** Leaves the trace in the transaction of the touch: neither is ever there without the other. */
export async function leaveTrace(tx: Tx, { newId }: { readonly newId: () => string }, trace: Trace): Promise<void> {
  const { by, ...row } = trace
  await addAuditRow(tx, by.districtId, { ...row, auditId: newId(), role: by.role, actorId: by.postId })
}
