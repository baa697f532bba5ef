import type { CaseId, DepartmentId, DistrictId, ScanId, TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'
import type { NewDocument } from './writeCaseFiles'

/** A written act as it is kept; `fileSha256` is null until it was printed. */
export type StoredDocument = {
  readonly documentId: string
  readonly caseId: CaseId
  readonly taskId: TaskId
  readonly departmentId: DepartmentId
  readonly receiptNumber: string
  readonly kind: NewDocument['kind']
  readonly model: unknown
  readonly fileSha256: ScanId | null
  readonly madeAt: Instant
}

const SELECT_DOCUMENT = `
  select document.document_id as "documentId", document.case_id as "caseId", document.task_id as "taskId",
         task.department_id as "departmentId", cases.receipt_number as "receiptNumber", document.kind, document.model,
         document.file_sha256 as "fileSha256", document.made_at as "madeAt"
    from document
    join task on task.district_id = document.district_id and task.task_id = document.task_id
    join cases on cases.district_id = document.district_id and cases.case_id = document.case_id`

/** Undefined when there is none under this id. */
export async function findDocument(
  tx: Tx,
  districtId: DistrictId,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const [row] = await tx.query<StoredDocument>(
    `${SELECT_DOCUMENT} where document.district_id = $1 and document.document_id = $2`,
    [districtId, documentId],
  )
  return row
}

/** The written acts of one task, oldest first. */
export async function findDocumentsOfTask(tx: Tx, districtId: DistrictId, taskId: TaskId): Promise<StoredDocument[]> {
  return tx.query<StoredDocument>(
    `${SELECT_DOCUMENT} where document.district_id = $1 and document.task_id = $2 order by document.made_at`,
    [districtId, taskId],
  )
}

/** Notes the file that was printed. The first one stays: what was handed out is not exchanged behind people's backs. */
export async function markPrinted(
  tx: Tx,
  districtId: DistrictId,
  printed: { readonly documentId: string; readonly fileSha256: ScanId; readonly printedAt: Instant },
): Promise<void> {
  await tx.execute(
    `update document set file_sha256 = $3, printed_at = $4
      where district_id = $1 and document_id = $2 and file_sha256 is null`,
    [districtId, printed.documentId, printed.fileSha256, printed.printedAt],
  )
}
