import type { CaseId, DepartmentId, DistrictId, TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** A task that a department's own system is to be told of. `announcedAt` is null until it has answered. */
export type StoredAnnouncement = {
  readonly taskId: TaskId
  readonly caseId: CaseId
  readonly departmentId: DepartmentId
  readonly messageId: string
  readonly announcedAt: Instant | null
}

/** Undefined when the task is not to be announced. */
export async function findAnnouncement(
  tx: Tx,
  districtId: DistrictId,
  taskId: string,
): Promise<StoredAnnouncement | undefined> {
  const [row] = await tx.query<StoredAnnouncement>(
    `select announcement.task_id as "taskId", task.case_id as "caseId", announcement.department_id as "departmentId", announcement.message_id as "messageId",
            announcement.announced_at as "announcedAt"
       from announcement join task using (district_id, task_id)
      where district_id = $1 and task_id = $2`,
    [districtId, taskId],
  )
  return row
}

/** Keeps what the department said; `announcedAt` only where it has the task now. */
export async function saveAnnouncementAnswer(
  tx: Tx,
  districtId: DistrictId,
  said: { readonly taskId: TaskId; readonly answer: unknown; readonly announcedAt: Instant | null },
): Promise<void> {
  await tx.execute(
    `update announcement set answer = $3, announced_at = coalesce(announced_at, $4)
      where district_id = $1 and task_id = $2`,
    [districtId, said.taskId, JSON.stringify(said.answer), said.announcedAt],
  )
}
