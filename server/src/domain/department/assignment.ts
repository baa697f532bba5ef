import type { TaskState } from '@onetrip/shared/case/taskState'
import type { TaskAnnouncement } from '@onetrip/shared/department/message'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import { clockViewOf, shownClock } from '../inbox/shownClock'
import type { OwnTask } from './ownTask'

/** A task as thin as can be: numbers and days, nobody's name. */
export function assignmentOf(own: OwnTask, now: Instant): TaskAnnouncement['data'] {
  const { task, file } = own
  return {
    districtId: file.case.districtId,
    departmentId: task.departmentId,
    taskId: task.taskId,
    caseId: task.caseId,
    itemCode: task.itemCode,
    itemVersion: task.itemVersion,
    receiptNumber: file.case.receiptNumber,
    receivedAt: receivedAtOf(own),
    dueOn: dueOn(own, now),
  }
}

/**
 * A task that was closed before its end kept the receipt has only its case's moments left: collection in a window, else
 * when the case was whole.
 */
function receivedAtOf({ task: { state }, file: { case: stored } }: OwnTask): Instant {
  if (state.receivedAt) return state.receivedAt
  return stored.content.capacity === 'window' ? stored.collectedAt : (stored.wholeAt ?? stored.arrivedAt)
}

/** The day of the clock that runs; of a closed task, the day that it was received with. */
function dueOn(own: OwnTask, now: Instant): PlainDate {
  const { item, task, file, catalogue } = own
  const state: TaskState =
    task.state.status === 'closed' ? { status: 'received', receivedAt: receivedAtOf(own) } : task.state
  const clock = shownClock({ collectedAt: file.case.collectedAt, state, item }, clockViewOf(catalogue, now))
  if (!clock) throw new Error(`no clock runs for an open task of item ${item.itemCode}`)
  return clock.dueOn
}
