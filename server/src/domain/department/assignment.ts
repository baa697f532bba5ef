import type { TaskAnnouncement } from '@onetrip/shared/department/message'
import { taskClocks } from '@onetrip/shared/deadline/taskClocks'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import { clockViewOf, limitsOf, shownClock } from '../inbox/shownClock'
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

/** A closed task keeps only how it ended; its receipt was when its case was whole, or in a window at collection. */
function receivedAtOf({ task: { state }, file: { case: stored } }: OwnTask): Instant {
  if ('receivedAt' in state) return state.receivedAt
  return stored.content.capacity === 'window' ? stored.collectedAt : (stored.wholeAt ?? stored.arrivedAt)
}

/** The day of the clock that runs; where none does, the last day to decide counted from the receipt. */
function dueOn(own: OwnTask, now: Instant): PlainDate {
  const { item, task, file, catalogue } = own
  const { collectedAt } = file.case
  const view = clockViewOf(catalogue, now)
  const receivedAt = receivedAtOf(own)
  const clock =
    shownClock({ collectedAt, state: task.state, item }, view) ??
    taskClocks({ collectedAt, receivedAt, acceptedAt: receivedAt, limits: limitsOf(item), stopped: [] }, view)
  if (!clock) throw new Error(`item ${item.itemCode} has no limit to decide`)
  return clock.dueOn
}
