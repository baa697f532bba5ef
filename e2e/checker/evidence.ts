// What the checker reads: each row as it lies there, and what the joins need of it.

/** A case of a tablet's export: the operation that handed it in, and the SHA-256 of each page. */
export type ExportedCase = {
  readonly caseId: string
  readonly opId: string
  /** As the resident holds it; an export whose words are sealed has none. */
  readonly receiptNumber?: string
  readonly scans: readonly string[]
  /** Pages that its words name and that the tablet has not sent. */
  readonly awaited?: readonly string[]
}

export type OperationRow = { readonly opId: string; readonly caseId: string; readonly status: string }
export type CaseRow = { readonly caseId: string; readonly receiptNumber: string }
export type ScanRow = { readonly caseId: string; readonly scanId: string; readonly hasArrived: boolean }
export type TaskRow = {
  readonly taskId: string
  readonly caseId: string
  readonly departmentId: string
  readonly status: string
  /** Its department's own system has said that it entered it. */
  readonly isRegistered: boolean
}
export type DispatchRow = {
  readonly dispatchId: string
  readonly caseId: string
  readonly taskId: string
  readonly status: string
  /** Null until a courier has said yes. */
  readonly waybillNo: string | null
}

/** The server's SQL. */
export type Tables = {
  /** Those that hand a case in. */
  readonly operations: readonly OperationRow[]
  readonly cases: readonly CaseRow[]
  readonly scans: readonly ScanRow[]
  readonly tasks: readonly TaskRow[]
  readonly dispatches: readonly DispatchRow[]
}

/** A file of scans: what it is called, and the SHA-256 of what is in it. */
export type ScanFile = { readonly name: string; readonly sha256: string }

/** What the department entered in its register, and what it was told. */
export type Registration = {
  readonly taskId: string
  readonly caseId: string
  readonly departmentId: string
  readonly itemCode: string
  readonly receiptNumber: string
}
export type PulledFile = { readonly taskId: string; readonly caseId: string; readonly scans: readonly string[] }
/** What the department told: `answer` is the server's word on it, undefined while it gave none. */
export type DepartmentEvent = { readonly taskId: string; readonly act: string; readonly answer: string | undefined }
export type DepartmentBook = {
  readonly registered: readonly Registration[]
  readonly pulled: readonly PulledFile[]
  readonly events: readonly DepartmentEvent[]
  readonly files: readonly ScanFile[]
}

export type CourierOrder = { readonly orderId: string; readonly waybillNo: string }

export type Evidence = {
  readonly exported: readonly ExportedCase[]
  readonly tables: Tables
  /** The server's scans. */
  readonly files: readonly ScanFile[]
  readonly department: DepartmentBook
  /** As often as each stands in the courier's ledger. */
  readonly orders: readonly CourierOrder[]
}
