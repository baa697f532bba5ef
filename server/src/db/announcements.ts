import type { CaseId, DepartmentId, DistrictId, TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'
import type { NewAnnouncement } from './writeCaseFiles'

/** What a department's own system is to be told of a task. `announcedAt` is null until it has answered. */
export type StoredAnnouncement = {
  readonly messageId: string
  readonly kind: NewAnnouncement['kind']
  readonly taskId: TaskId
  readonly caseId: CaseId
  readonly departmentId: DepartmentId
  readonly announcedAt: Instant | null
}

/** Jobs that were queued before there were several announcements of a task name the task: its first one. */
export type AnnouncementKey = { readonly messageId: string } | { readonly taskId: string }

const SELECT_ANNOUNCEMENT = `
  select announcement.message_id as "messageId", announcement.kind, announcement.task_id as "taskId",
         task.case_id as "caseId", announcement.department_id as "departmentId", announcement.announced_at as "announcedAt"
    from announcement join task using (district_id, task_id)
   where district_id = $1`
const BY_MESSAGE = `${SELECT_ANNOUNCEMENT} and announcement.message_id = $2`
const FIRST_OF_TASK = `${SELECT_ANNOUNCEMENT} and task_id = $2 and announcement.kind = 'task.assigned'`

/** Undefined when there is none under this key. */
export async function findAnnouncement(
  tx: Tx,
  districtId: DistrictId,
  key: AnnouncementKey,
): Promise<StoredAnnouncement | undefined> {
  const [row] =
    'messageId' in key
      ? await tx.query<StoredAnnouncement>(BY_MESSAGE, [districtId, key.messageId])
      : await tx.query<StoredAnnouncement>(FIRST_OF_TASK, [districtId, key.taskId])
  return row
}

/** Keeps what the department said; `announcedAt` only where it knows now. */
export async function saveAnnouncementAnswer(
  tx: Tx,
  districtId: DistrictId,
  said: { readonly messageId: string; readonly answer: unknown; readonly announcedAt: Instant | null },
): Promise<void> {
  await tx.execute(
    `update announcement set answer = $3, announced_at = coalesce(announced_at, $4)
      where district_id = $1 and message_id = $2`,
    [districtId, said.messageId, JSON.stringify(said.answer), said.announcedAt],
  )
}
