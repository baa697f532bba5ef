import { scansOf, type ScanRef } from '@onetrip/shared/case/content'
import { nextTask } from '@onetrip/shared/case/task'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import { TaskId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredCase, StoredTask } from '../../db/caseFile'
import type { NewAnnouncement } from '../../db/writeCaseFiles'
import { happened, lastMomentOf } from './moment'
import { extendRuling, type Ruling, type RulingContext } from './ruling'

/** The scans that the words name and that are not here. */
export function awaitedOf({ case: { content }, scans }: CaseFile): ScanRef[] {
  const here = new Set(scans.filter((scan) => scan.arrivedAt !== null).map((scan) => scan.scanId))
  return scansOf(content).filter((scan) => !here.has(scan.scanId))
}

/** How many of the scans that the words name are here. */
export function scanProgress(file: CaseFile): { readonly arrived: number; readonly total: number } {
  const total = scansOf(file.case.content).length
  return { arrived: total - awaitedOf(file).length, total }
}

/**
 * Moves a case on when its last scan is here: at first its tasks come into being, later an answered
 * correction takes effect. Does nothing while anything is still on the way. [CASE-R4] [CASE-R5]
 */
export function settleWholeness(ruling: Ruling, context: RulingContext): Ruling {
  const { file } = ruling
  const { arrived, total } = scanProgress(file)
  if (file.case.wholeAt !== null || arrived < total) return ruling
  const whole: CaseFile = { ...file, case: { ...file.case, wholeAt: context.now } }
  return file.tasks.length === 0
    ? receive(extendRuling(ruling, { file: whole }), context)
    : takeCorrections(extendRuling(ruling, { file: whole }), context)
}

/**
 * When the organ received what is whole now: in `window` capacity already when it was collected, else now.
 * [CASE-R3]
 */
const receiptOf = ({ content }: StoredCase, collectedAt: Instant | undefined, { now }: RulingContext): Instant =>
  content.capacity === 'window' && collectedAt ? collectedAt : now

/** The organ has received the case: a task for each item. [CASE-R4] */
function receive(ruling: Ruling, context: RulingContext): Ruling {
  const stored = ruling.file.case
  const receivedAt = receiptOf(stored, stored.collectedAt, context)
  const tasks = stored.content.items.map((ref): StoredTask => {
    const item = getItem(context.catalogue, ref)
    return {
      taskId: TaskId.parse(context.newId()),
      caseId: stored.caseId,
      itemCode: ref.itemCode,
      itemVersion: ref.version,
      departmentId: item.departmentId,
      revision: 1,
      state: { status: 'received', receivedAt },
    }
  })
  return extendRuling(ruling, {
    file: { ...ruling.file, tasks },
    events: tasks.map((task) => ({
      kind: 'received',
      taskId: task.taskId,
      detail: { itemCode: task.itemCode, receivedAt },
    })),
    announcements: tell('task.assigned', tasks, context),
  })
}

/** Departments that decide in their own systems are told; those at our console see it there. [DEPT-R7] */
function tell(
  kind: NewAnnouncement['kind'],
  tasks: readonly StoredTask[],
  { catalogue, newId, now }: RulingContext,
): NewAnnouncement[] {
  const outside = tasks.filter((task) => catalogue.departments.get(task.departmentId)?.meets === 'signed-http')
  return outside.map(({ taskId, departmentId }) => ({ kind, taskId, departmentId, messageId: newId(), madeAt: now }))
}

function takeCorrections(ruling: Ruling, context: RulingContext): Ruling {
  const stored = ruling.file.case
  const answered = new Set(stored.answeredCorrections)
  const taken: StoredTask[] = []
  const tasks = ruling.file.tasks.map((task) => {
    if (task.state.status !== 'correction-required' || !answered.has(task.state.correction.correctionId)) return task
    const at = receiptOf(stored, task.state.answeredAt, context)
    const step = nextTask(task.state, { type: 'corrected', at })
    if (!step.ok) return task
    const moved = { ...task, revision: task.revision + 1, state: step.value }
    taken.push(moved)
    return moved
  })
  return extendRuling(ruling, {
    file: { ...ruling.file, tasks, case: { ...stored, answeredCorrections: [] } },
    events: taken.map(({ taskId, state }) => ({
      kind: 'corrected',
      taskId,
      detail: happened(lastMomentOf(state), context.now),
    })),
    announcements: tell('task.corrected', taken, context),
  })
}
