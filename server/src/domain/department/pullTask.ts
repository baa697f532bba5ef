import type { ScanRef } from '@onetrip/shared/case/content'
import type { DepartmentTaskFile } from '@onetrip/shared/department/message'
import type { ScanId, TaskId } from '@onetrip/shared/lib/ids'
import { addMessage, findMessage, lockMessage } from '../../db/inboundMessages'
import { inTransaction, type Tx } from '../../db/transaction'
import { readScan } from '../files/storedScan'
import type { House } from '../house'
import { askedBy, isScanAsked } from '../inbox/asked'
import { leaveTrace } from '../trace'
import { departmentActor } from './departmentActor'
import type { ReceivedMessage } from './gateway'
import { findOwnTask, type OwnTask } from './ownTask'
import { taskFile } from './taskFile'

/** A signed pull, and what it asks for. */
export type Pull = { readonly message: ReceivedMessage; readonly taskId: TaskId; readonly scanId?: ScanId }

/** `repeated`: this very request was made before, by the department or by somebody who saw it. */
export type PullAnswer<T> =
  { readonly status: 'found'; readonly found: T } | { readonly status: 'not-found' | 'repeated' }

/** The file set of a task of the department's own. [DEPT-R11] [DEPT-R12] [DEPT-R14] */
export const pullTaskFile = (house: House, pull: Pull): Promise<PullAnswer<DepartmentTaskFile>> =>
  answerPull(house, pull, (own) => taskFile(own, house.clock()))

export type PulledScan = Pick<ScanRef, 'mediaType' | 'sizeBytes'> & { readonly bytes: AsyncIterable<Uint8Array> }

/** The bytes of one page of that file set, as they were handed in; the log is told of a lost one. [DEPT-R13] [DEPT-R14] */
export async function pullScan(
  house: House,
  pull: Pull & { readonly scanId: ScanId },
): Promise<PullAnswer<PulledScan>> {
  const answer = await answerPull(house, pull, ({ item, file }) =>
    isScanAsked(askedBy(item, file.case.content), pull.scanId)
      ? file.scans.find((scan) => scan.scanId === pull.scanId && scan.arrivedAt !== null)
      : undefined,
  )
  if (answer.status !== 'found') return answer
  const { mediaType, sizeBytes } = answer.found
  const bytes = await readScan(house, answer.found)
  return bytes ? { status: 'found', found: { mediaType, sizeBytes, bytes } } : { status: 'not-found' }
}

/** Claims the pull's id, looks for the task, and leaves one row in the audit log, in one transaction. */
async function answerPull<T>(house: House, pull: Pull, read: (own: OwnTask) => T | undefined): Promise<PullAnswer<T>> {
  const { message, taskId } = pull
  const actor = departmentActor(house.districtId, message.departmentId)
  return inTransaction(house.pool, actor, async (tx): Promise<PullAnswer<T>> => {
    if (!(await claim(tx, house, message))) return { status: 'repeated' }
    const own = await findOwnTask(tx, house, { departmentId: message.departmentId, taskId })
    const found = own && read(own)
    await leaveTrace(tx, house, {
      by: actor,
      at: house.clock(),
      procedure: pull.scanId === undefined ? 'department.pullTask' : 'department.pullScan',
      entity: `task:${taskId}`,
      detail: { found: found !== undefined, ...(pull.scanId !== undefined && { scanId: pull.scanId }) },
    })
    return found === undefined ? { status: 'not-found' } : { status: 'found', found }
  })
}

async function claim(tx: Tx, { districtId, clock }: House, message: ReceivedMessage): Promise<boolean> {
  await lockMessage(tx, districtId, message)
  if (await findMessage(tx, districtId, message)) return false
  const answer = { status: 'pulled' }
  await addMessage(tx, districtId, {
    ...message,
    bodySha256: message.sha256,
    answer,
    parkedBody: null,
    receivedAt: clock(),
  })
  return true
}
