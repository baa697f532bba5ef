import type { DepartmentId } from '@onetrip/shared/lib/ids'
import { findAnnouncement, saveAnnouncementAnswer, type AnnouncementKey } from '../../db/announcements'
import { inTransaction } from '../../db/transaction'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { assignmentOf } from './assignment'
import type { AnnounceAnswer, Announcement, DepartmentGateway } from './gateway'
import { findOwnTask } from './ownTask'

export type AnnounceDeps = { readonly house: House; readonly gateway: DepartmentGateway }

type Due = Announcement & { readonly departmentId: DepartmentId }

/**
 * Tells a department's own system of its task, or of the task's correction, under the same message id on every try.
 * `done`: told before. Any answer but `registered` is kept and told to the log: a person must look. Throws
 * `DepartmentOutage`: call again later.
 */
export async function announceTask(
  { house, gateway }: AnnounceDeps,
  key: AnnouncementKey,
): Promise<AnnounceAnswer['status'] | 'done'> {
  const due = await readDue(house, key)
  if (!due) return 'done'
  const answer = await gateway.announce(due)
  await record(house, due, answer)
  if (answer.status !== 'registered') {
    const { taskId } = due.announcement.data
    house.report(new Error(`department ${due.departmentId}, task ${taskId}: announcement ${answer.status}`))
  }
  return answer.status
}

/** Whoever announces: no person. */
export const announcerOf = ({ districtId }: Pick<House, 'districtId'>) => ({
  districtId,
  postId: 'announcer',
  role: 'announcer',
  unitId: districtId,
})

async function readDue(house: House, key: AnnouncementKey): Promise<Due | undefined> {
  const { districtId } = house
  return inTransaction(house.pool, announcerOf(house), async (tx) => {
    const stored = await findAnnouncement(tx, districtId, key)
    if (!stored) throw new Error(`to be announced and not listed: ${JSON.stringify(key)}`)
    if (stored.announcedAt !== null) return undefined
    const { messageId, kind, departmentId, taskId } = stored
    const now = house.clock()
    const own = await findOwnTask(tx, house, { departmentId, taskId })
    if (!own) throw new Error(`task ${taskId} is not ${departmentId}'s`)
    return { messageId, departmentId, announcement: { type: kind, timestamp: now, data: assignmentOf(own, now) } }
  })
}

async function record(
  house: House,
  { messageId, departmentId, announcement }: Due,
  answer: AnnounceAnswer,
): Promise<void> {
  const { districtId } = house
  const by = announcerOf(house)
  await inTransaction(house.pool, by, async (tx) => {
    const at = house.clock()
    const announcedAt = answer.status === 'registered' ? at : null
    await saveAnnouncementAnswer(tx, districtId, { messageId, answer, announcedAt })
    await leaveTrace(tx, house, {
      by,
      at,
      procedure: 'job.announceTask',
      entity: `task:${announcement.data.taskId}`,
      detail: { departmentId, type: announcement.type, answer: answer.status },
    })
  })
}
