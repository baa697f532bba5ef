import type { CaseContent, SecondFact } from '@onetrip/shared/case/content'
import type { TaskState } from '@onetrip/shared/case/taskState'
import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import type { Dispatch } from '@onetrip/shared/dispatch/dispatch'
import type {
  CaseId,
  CorrectionId,
  DepartmentId,
  DispatchId,
  DistrictId,
  ScanId,
  StationId,
  TaskId,
} from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'

/** A case as it is stored; the words are in `content`. */
export type StoredCase = {
  readonly districtId: DistrictId
  readonly caseId: CaseId
  readonly stationId: StationId
  readonly revision: number
  readonly receiptNumber: string
  readonly queryCodeSha256: string
  readonly secondFact: SecondFact
  readonly content: CaseContent
  readonly insisted: boolean
  readonly takenInByPost: string
  readonly takenInByPerson: string
  /** Everybody who took something of it in: who handed in, replaced a page, answered a correction. Read from the events. */
  readonly intakePersons: readonly string[]
  /** Pages that others were named in place of. Read from the events. */
  readonly replacedScans: readonly ScanId[]
  readonly collectedAt: Instant
  readonly collectedEarliest: Instant
  readonly collectedLatest: Instant
  readonly arrivedAt: Instant
  readonly wholeAt: Instant | null
  readonly answeredCorrections: readonly CorrectionId[]
  readonly eventCount: number
  /** Lower-case hex; the empty chain's head is 64 zeros. */
  readonly eventHead: string
}

export type StoredTask = {
  readonly taskId: TaskId
  readonly caseId: CaseId
  readonly itemCode: ItemCode
  readonly itemVersion: number
  readonly departmentId: DepartmentId
  readonly revision: number
  readonly state: TaskState
}

export type StoredScan = {
  readonly caseId: CaseId
  readonly scanId: ScanId
  readonly sizeBytes: number
  readonly mediaType: 'image/jpeg' | 'image/png' | 'application/pdf'
  readonly arrivedAt: Instant | null
}

export type StoredDispatch = {
  readonly dispatchId: DispatchId
  readonly caseId: CaseId
  readonly taskId: TaskId
  readonly state: Dispatch
  readonly requestedAt: Instant
}

/** Everything that a rule or a feed needs to know of one case; read and written as a whole. */
export type CaseFile = {
  readonly case: StoredCase
  readonly tasks: readonly StoredTask[]
  readonly scans: readonly StoredScan[]
  readonly dispatches: readonly StoredDispatch[]
}
