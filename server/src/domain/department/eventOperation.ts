import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { DepartmentCorrectionPoint, DepartmentEvent } from '@onetrip/shared/department/message'
import { CorrectionId, PostId } from '@onetrip/shared/lib/ids'
import { assertNever } from '@onetrip/shared/lib/result'
import type { TaskOperation } from '@onetrip/shared/wire/operation'

/** A system has no post; this UUID says so (RFC 9562 §5.9). */
const NO_POST = PostId.parse('00000000-0000-0000-0000-000000000000')

/** What an event changes a task by; `task.received` is an acknowledgement and changes nothing. */
export type ActingEvent = Exclude<DepartmentEvent, { type: 'task.received' }>

export type EventHeader = Omit<TaskOperation, 'kind' | 'payload' | 'authorPostId' | 'v'> & {
  readonly correctionId: string
}

/** A department's event as the operation that a reviewer at our own console would make. */
export function eventOperation({ correctionId, ...rest }: EventHeader, event: ActingEvent): TaskOperation {
  const header = { ...rest, v: 1, authorPostId: NO_POST } as const
  const { taskId } = event.data
  switch (event.type) {
    case 'task.accepted':
      return { ...header, kind: 'task.accept', payload: { taskId } }
    case 'task.correction-required': {
      const points = event.data.points.map(toPoint)
      const payload = { taskId, correctionId: CorrectionId.parse(correctionId), points }
      return { ...header, kind: 'task.require-correction', payload }
    }
    case 'task.not-accepted': {
      const { reason, whereToGo } = event.data
      return { ...header, kind: 'task.refuse-acceptance', payload: { taskId, reason, whereToGo } }
    }
    case 'task.approved':
      return { ...header, kind: 'task.approve', payload: { taskId } }
    case 'task.denied':
      return { ...header, kind: 'task.deny', payload: { taskId, reason: event.data.reason } }
    case 'task.issued':
      return { ...header, kind: 'task.issue', payload: { taskId, document: event.data.document } }
    default:
      return assertNever(event)
  }
}

const toPoint = ({ kind, ref, words }: DepartmentCorrectionPoint): CorrectionPoint =>
  kind === 'field'
    ? { at: { kind: 'field', fieldId: ref }, words }
    : { at: { kind: 'material', materialCode: ref }, words }
