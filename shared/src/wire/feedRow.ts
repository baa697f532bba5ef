import * as z from 'zod/mini'
import { WorkCalendar } from '../lib/calendar'
import { Capacity, DeliveryMode } from '../case/content'
import { TaskState } from '../case/taskState'
import { Department, District, Station, Subdistrict } from '../catalogue/district'
import { IntakeNotice } from '../catalogue/intakeNotice'
import { ItemRef, ServiceItem } from '../catalogue/serviceItem'
import { Theme } from '../catalogue/theme'
import { DeliveryStage } from '../dispatch/deliveryStage'
import { Dispatch } from '../dispatch/dispatch'
import { CaseId, DepartmentId, DispatchId, PostId, StationId, TaskId } from '../lib/ids'
import { Instant } from '../lib/time'

/** How many of a case's scans have arrived; equal means whole. */
export const ScanProgress = z.object({ arrived: z.int(), total: z.int() })
export type ScanProgress = z.infer<typeof ScanProgress>

const progress = {
  scans: ScanProgress,
  /** Of papers alone, as people count them; absent in rows of an earlier release. */
  pages: z.optional(ScanProgress),
}

export const TaskSummary = z.object({
  taskId: TaskId,
  item: ItemRef,
  departmentId: DepartmentId,
  revision: z.int(),
  state: TaskState,
})
export type TaskSummary = z.infer<typeof TaskSummary>

export const DispatchSummary = z.object({ dispatchId: DispatchId, taskId: TaskId, dispatch: Dispatch })
export type DispatchSummary = z.infer<typeof DispatchSummary>

/** A case as its own station sees it. */
export const StationCaseRow = z.object({
  kind: z.literal('case'),
  caseId: CaseId,
  stationId: StationId,
  revision: z.int(),
  receiptNumber: z.string(),
  applicantName: z.string(),
  items: z.array(ItemRef),
  themeCode: z.optional(z.string()),
  capacity: Capacity,
  collectedAt: Instant,
  /** How results go out; absent in rows of an earlier release. */
  deliveryMode: z.optional(DeliveryMode),
  ...progress,
  tasks: z.array(TaskSummary),
  dispatches: z.array(DispatchSummary),
})
export type StationCaseRow = z.infer<typeof StationCaseRow>

/** One item of a case as the deciding department sees it in its inbox; the applicant is masked until opened. */
export const DepartmentTaskRow = z.object({
  kind: z.literal('task'),
  caseId: CaseId,
  item: ItemRef,
  receiptNumber: z.string(),
  stationId: StationId,
  applicantMasked: z.string(),
  collectedAt: Instant,
  ...progress,
  /** Absent while the case is arriving: a task exists once its case is whole. */
  task: z.optional(TaskSummary),
  reviewerPostId: z.optional(PostId),
  /** How far what was issued is; absent while nothing is, and in rows of an earlier release. */
  delivery: z.optional(DeliveryStage),
})
export type DepartmentTaskRow = z.infer<typeof DepartmentTaskRow>

/**
 * The pages of a case as people count them. One scan of a row of an earlier release is the signature: while any is
 * missing, that is taken to be here already, so that no page is called here that is not.
 */
export const shownPages = ({ scans, pages }: Pick<StationCaseRow, 'scans' | 'pages'>): ScanProgress =>
  pages ?? { arrived: Math.max(0, scans.arrived - 1), total: Math.max(0, scans.total - 1) }

export const FeedRow = z.discriminatedUnion('kind', [
  StationCaseRow,
  DepartmentTaskRow,
  z.object({ kind: z.literal('district'), district: District }),
  z.object({ kind: z.literal('item'), item: ServiceItem }),
  z.object({ kind: z.literal('theme'), theme: Theme }),
  z.object({ kind: z.literal('calendar'), calendar: WorkCalendar }),
  z.object({ kind: z.literal('department'), department: Department }),
  z.object({ kind: z.literal('subdistrict'), subdistrict: Subdistrict }),
  z.object({ kind: z.literal('station'), station: Station }),
  z.object({ kind: z.literal('notice'), notice: IntakeNotice }),
])
export type FeedRow = z.infer<typeof FeedRow>
