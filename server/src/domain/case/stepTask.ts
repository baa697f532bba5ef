import { nextTask, type TaskCommand } from '@onetrip/shared/case/task'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import { assertNever, err, ok } from '@onetrip/shared/lib/result'
import type { TaskOperation } from '@onetrip/shared/wire/operation'
import { PostId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import { followUps } from './followUps'
import { callOffRefused, refuseHandOver } from './handOver'
import { happened, lastMomentOf, momentOf } from './moment'
import { extendRuling, startRuling, type EventDraft, type RulingContext, type RulingResult } from './ruling'

/** One step of one task, by the reviewer, the department's own system, or (hand-over) the agent. [CASE-R7] */
export function stepTask(file: CaseFile | undefined, op: TaskOperation, context: RulingContext): RulingResult {
  const task = file?.tasks.find((one) => one.taskId === op.payload.taskId)
  if (!file || !task || !isOwn(file, task, context)) return err({ kind: 'case-not-found' })
  if (op.baseRevision !== task.revision) return err({ kind: 'conflict', serverRevision: task.revision })
  const item = getItem(context.catalogue, { itemCode: task.itemCode, version: task.itemVersion })
  if (isOneHand(file, item, context)) return err({ kind: 'same-person' })
  const isHandOver = op.kind === 'task.hand-over'
  const refusal = isHandOver ? refuseHandOver(file, task) : undefined
  if (refusal) return err(refusal)

  const at = momentOf(op, lastMomentOf(task.state), context)
  const step = nextTask(task.state, toCommand(op, at, context))
  if (!step.ok) return err(step.error)
  const moved: StoredTask = { ...task, revision: task.revision + 1, state: step.value }
  const begun = startRuling(replaceTask(file, moved))
  const ready = isHandOver ? callOffRefused(begun, moved, context.now) : begun
  const ruling = extendRuling(ready, { events: [describeStep(op, moved, context.now)] })
  return ok({ ...followUps(ruling, moved, context), revision: moved.revision })
}

/** The file with one task exchanged. */
export const replaceTask = (file: CaseFile, task: StoredTask): CaseFile => ({
  ...file,
  tasks: file.tasks.map((one) => (one.taskId === task.taskId ? task : one)),
})

function isOwn(file: CaseFile, task: StoredTask, { actor }: RulingContext): boolean {
  return actor.role === 'agent' ? file.case.stationId === actor.unitId : task.departmentId === actor.unitId
}

/** Take-in and decision are different people, unless the item says on what ground not (受理审批分离). [CASE-R8] */
const isOneHand = (file: CaseFile, item: ServiceItem, { actor }: RulingContext): boolean =>
  actor.role === 'reviewer' && file.case.intakePersons.includes(actor.personId) && item.separation.kind === 'required'

function toCommand(op: TaskOperation, at: Instant, { actor }: RulingContext): TaskCommand {
  switch (op.kind) {
    case 'task.accept':
      return { type: 'accept', at }
    case 'task.require-correction': {
      const { correctionId, points } = op.payload
      const reviewerPostId = actor.role === 'reviewer' ? { reviewerPostId: PostId.parse(actor.postId) } : {}
      return {
        type: 'require-correction',
        at,
        correction: { correctionId, points, askedAt: at },
        ...reviewerPostId,
      }
    }
    case 'task.refuse-acceptance':
      return { type: 'refuse-acceptance', at, reason: op.payload.reason, whereToGo: op.payload.whereToGo }
    case 'task.approve':
      return { type: 'approve', at }
    case 'task.deny':
      return { type: 'deny', at, reason: op.payload.reason }
    case 'task.issue':
      return { type: 'issue', at, document: op.payload.document }
    case 'task.hand-over':
      return { type: 'deliver', at }
    default:
      return assertNever(op)
  }
}

function describeStep(op: TaskOperation, task: StoredTask, now: Instant): EventDraft {
  const about = (kind: EventDraft['kind'], detail: EventDraft['detail'] = {}): EventDraft => ({
    kind,
    taskId: task.taskId,
    detail: { ...detail, ...happened(lastMomentOf(task.state), now), opId: op.opId },
  })
  switch (op.kind) {
    case 'task.accept':
      return about('accepted')
    case 'task.require-correction':
      return about('correction-required', { correctionId: op.payload.correctionId, points: op.payload.points })
    case 'task.refuse-acceptance':
      return about('not-accepted', { reason: op.payload.reason, whereToGo: op.payload.whereToGo })
    case 'task.approve':
      return about('approved')
    case 'task.deny':
      return about('denied', { reason: op.payload.reason })
    case 'task.issue':
      return about('issued', { document: op.payload.document })
    case 'task.hand-over':
      return about(
        task.state.status === 'closed' && task.state.outcome === 'delivered' ? 'delivered' : 'refusal-served',
        { manner: 'counter' },
      )
    default:
      return assertNever(op)
  }
}
