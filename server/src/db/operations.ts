import type { CaseId, DistrictId, OpId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Tx } from './transaction'

/** An operation as it is logged, with the answer it got. */
export type LoggedOperation = {
  readonly opId: OpId
  readonly caseId: CaseId
  readonly kind: string
  readonly deviceId: string | null
  readonly deviceSeq: number | null
  readonly authorPost: string | null
  readonly baseRevision: number
  readonly receivedAt: Instant
  readonly body: unknown
  /** Of the frame's body as it first travelled; null where no tablet sent it. */
  readonly bodySha256: string | null
  readonly outcome: OperationOutcome
}

/** What was answered under an id, and what it was answered to: an id alone says nothing of who asks now. */
export type EarlierOperation = Pick<
  LoggedOperation,
  'opId' | 'caseId' | 'kind' | 'authorPost' | 'receivedAt' | 'outcome'
> & { readonly payload: unknown }

/** The operations that were answered under these ids before. */
export async function findEarlierOperations(
  tx: Tx,
  districtId: DistrictId,
  opIds: readonly OpId[],
): Promise<Map<OpId, EarlierOperation>> {
  const rows = await tx.query<EarlierOperation>(
    `select op_id as "opId", case_id as "caseId", kind, author_post as "authorPost", body->'payload' as payload,
            received_at as "receivedAt", outcome
       from operation where district_id = $1 and op_id = any($2::uuid[])`,
    [districtId, opIds],
  )
  return new Map(rows.map((row) => [row.opId, row]))
}

/** Logs operations with their first answers, in the transaction of their effects. */
export async function logOperations(
  tx: Tx,
  districtId: DistrictId,
  operations: readonly LoggedOperation[],
): Promise<void> {
  if (operations.length === 0) return
  await tx.query(
    `insert into operation (district_id, op_id, case_id, kind, device_id, device_seq, author_post, base_revision, received_at,
                            body, body_sha256, outcome)
     select $1, "opId", "caseId", kind, "deviceId", "deviceSeq", "authorPost", "baseRevision", "receivedAt", body, "bodySha256", outcome
       from jsonb_to_recordset($2) as row ("opId" uuid, "caseId" uuid, kind text, "deviceId" uuid, "deviceSeq" int,
            "authorPost" uuid, "baseRevision" int, "receivedAt" timestamptz, body jsonb, "bodySha256" text, outcome jsonb)`,
    [districtId, JSON.stringify(operations)],
  )
}

/** Which of these receipt numbers are some case's already. */
export async function findTakenReceiptNumbers(
  tx: Tx,
  districtId: DistrictId,
  numbers: readonly string[],
): Promise<Set<string>> {
  if (numbers.length === 0) return new Set()
  const rows = await tx.query<{ receiptNumber: string }>(
    'select receipt_number as "receiptNumber" from cases where district_id = $1 and receipt_number = any($2)',
    [districtId, numbers],
  )
  return new Set(rows.map((row) => row.receiptNumber))
}
