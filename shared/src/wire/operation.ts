import * as z from 'zod/mini'
import { CaseContent, ScanRef, SecondFact } from '../case/content'
import { CaseId, CorrectionId, DistrictId, OpId, PostId, ScanId, TaskId } from '../lib/ids'
import { ReceiptNumber } from '../lib/receiptNumber'
import { words } from '../lib/words'
import { DeviceTime } from '../case/timeBracket'
import { WrittenDocument, WrittenPoints } from '../case/written'

/**
 * What every operation says of itself. `baseRevision` is the revision of what is changed: of the case for
 * `case.*`, of the task for `task.*`; 0 for a case that is new. `v` is the version of the payload's shape.
 */
const header = {
  opId: OpId,
  districtId: DistrictId,
  caseId: CaseId,
  v: z.literal(1),
  authorPostId: PostId,
  baseRevision: z.int().check(z.minimum(0)),
  ...DeviceTime.def.shape,
  catalogueVersion: z.int().check(z.minimum(0)),
}
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))

export const CaseSubmit = z.object({
  ...header,
  kind: z.literal('case.submit'),
  payload: z.object({
    content: CaseContent,
    receiptNumber: ReceiptNumber,
    queryCodeSha256: sha256,
    secondFact: SecondFact,
    /** 坚持提交: the applicant was told of the gaps and hands in all the same. */
    insisted: z.boolean(),
  }),
})
export type CaseSubmit = z.infer<typeof CaseSubmit>

export const CaseCorrect = z.object({
  ...header,
  kind: z.literal('case.correct'),
  payload: z.object({
    content: CaseContent,
    answers: z.array(CorrectionId).check(z.minLength(1), z.maxLength(12)),
    insisted: z.boolean(),
  }),
})
export type CaseCorrect = z.infer<typeof CaseCorrect>

/**
 * A page that cannot arrive is exchanged for another while the case is on its way. It names what goes and what comes,
 * so it holds on any revision.
 */
export const CaseReplaceScan = z.object({
  ...header,
  kind: z.literal('case.replace-scan'),
  payload: z.object({ replaces: ScanId, by: ScanRef }),
})
export type CaseReplaceScan = z.infer<typeof CaseReplaceScan>

/** A person's word on parked work: what became of an operation that the server did not apply. */
export const CaseSettle = z.object({
  ...header,
  kind: z.literal('case.settle'),
  payload: z.object({
    settles: OpId,
    how: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('superseded'), byOpId: OpId }),
      z.object({ kind: z.literal('given-up'), because: words(500) }),
    ]),
  }),
})
export type CaseSettle = z.infer<typeof CaseSettle>

const task = <Kind extends string, Shape extends z.core.$ZodShape>(kind: Kind, shape: Shape) =>
  z.object({ ...header, kind: z.literal(kind), payload: z.object({ taskId: TaskId, ...shape }) })

export const TaskAccept = task('task.accept', {})
export const TaskRequireCorrection = task('task.require-correction', {
  correctionId: CorrectionId,
  points: WrittenPoints,
})
export const TaskRefuseAcceptance = task('task.refuse-acceptance', { reason: words(2000), whereToGo: words(500) })
export const TaskApprove = task('task.approve', {})
export const TaskDeny = task('task.deny', { reason: words(2000) })
export const TaskIssue = task('task.issue', { document: WrittenDocument })
/** Pick-up: the agent hands the result, or the refusal, over the station's counter. */
export const TaskHandOver = task('task.hand-over', {})

/** Everything that can change a case, from whomever: tablet, desk, or a department's own system. */
export const Operation = z.discriminatedUnion('kind', [
  CaseSubmit,
  CaseCorrect,
  CaseReplaceScan,
  CaseSettle,
  TaskAccept,
  TaskRequireCorrection,
  TaskRefuseAcceptance,
  TaskApprove,
  TaskDeny,
  TaskIssue,
  TaskHandOver,
])
export type Operation = z.infer<typeof Operation>
export type OperationKind = Operation['kind']
export type TaskOperation = Exclude<Operation, CaseSubmit | CaseCorrect | CaseReplaceScan | CaseSettle>

/** The part that any reader, however old, can rely on; an unknown kind or `v` is `unsupported`, never lost. */
export const OperationHeader = z.object({ ...header, v: z.int(), kind: z.string() })
export type OperationHeader = z.infer<typeof OperationHeader>
