import type { DepartmentId } from '@onetrip/shared/lib/ids'
import { addAuditRow } from '../../db/audit'
import { findAnnouncement, saveAnnouncementAnswer } from '../../db/announcements'
import { inTransaction } from '../../db/transaction'
import type { House } from '../house'
import { assignmentOf } from './assignment'
import type { AnnounceAnswer, Announcement, DepartmentGateway } from './gateway'
import { findOwnTask } from './ownTask'

export type AnnounceDeps = { readonly house: House; readonly gateway: DepartmentGateway }

type Due = Announcement & { readonly departmentId: DepartmentId }

/**
 * Tells a department's own system of its task, under the same message id on every try. `done`: told before. Any answer
 * but `registered` is kept and told to the log: a person must look. Throws `DepartmentOutage`: call again later.
 */
export async function announceTask(
  { house, gateway }: AnnounceDeps,
  taskId: string,
): Promise<AnnounceAnswer['status'] | 'done'> {
  const due = await readDue(house, taskId)
  if (!due) return 'done'
  const answer = await gateway.announce(due)
  await record(house, due, answer)
  if (answer.status !== 'registered')
    house.report(new Error(`department ${due.departmentId}, task ${taskId}: announcement ${answer.status}`))
  return answer.status
}

const scopeOf = ({ districtId }: House) => ({ districtId, postId: 'announcer', role: 'announcer', unitId: districtId })

async function readDue(house: House, taskId: string): Promise<Due | undefined> {
  const { districtId } = house
  return inTransaction(house.pool, scopeOf(house), async (tx) => {
    const stored = await findAnnouncement(tx, districtId, taskId)
    if (!stored) throw new Error(`task ${taskId} is to be announced and is not listed`)
    if (stored.announcedAt !== null) return undefined
    const now = house.clock()
    const own = await findOwnTask(tx, house, { departmentId: stored.departmentId, taskId: stored.taskId })
    if (!own) throw new Error(`task ${taskId} is not ${stored.departmentId}'s`)
    const announcement = { type: 'task.assigned', timestamp: now, data: assignmentOf(own, now) } as const
    return { messageId: stored.messageId, departmentId: stored.departmentId, announcement }
  })
}

async function record(house: House, { departmentId, announcement }: Due, answer: AnnounceAnswer): Promise<void> {
  const { districtId } = house
  const { taskId } = announcement.data
  const scope = scopeOf(house)
  await inTransaction(house.pool, scope, async (tx) => {
    const now = house.clock()
    const announcedAt = answer.status === 'registered' ? now : null
    await saveAnnouncementAnswer(tx, districtId, { taskId, answer, announcedAt })
    await addAuditRow(tx, districtId, {
      auditId: house.newId(),
      at: now,
      procedure: 'job.announceTask',
      role: scope.role,
      actorId: scope.postId,
      entity: `task:${taskId}`,
      detail: { departmentId, answer: answer.status },
    })
  })
}
