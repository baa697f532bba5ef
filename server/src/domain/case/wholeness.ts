import { scansOf } from '@onetrip/shared/case/content'
import { nextTask } from '@onetrip/shared/case/task'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import { TaskId } from '@onetrip/shared/lib/ids'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { NewAnnouncement } from '../../db/writeCaseFiles'
import { extendRuling, type Ruling, type RulingContext } from './ruling'

/** How many of the scans that the words name are here. */
export function scanProgress(file: CaseFile): { readonly arrived: number; readonly total: number } {
  const here = new Set(file.scans.filter((scan) => scan.arrivedAt !== null).map((scan) => scan.scanId))
  const named = scansOf(file.case.content)
  return { arrived: named.filter((scan) => here.has(scan.scanId)).length, total: named.length }
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
 * The organ has received the case: in `window` capacity already when it was collected, else now that
 * words and scans are whole (docs/spec/case.md CASE-R3).
 */
function receive(ruling: Ruling, context: RulingContext): Ruling {
  const stored = ruling.file.case
  const receivedAt = stored.content.capacity === 'window' ? stored.collectedAt : context.now
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
  const answered = new Set(ruling.file.case.answeredCorrections)
  const taken: StoredTask[] = []
  const tasks = ruling.file.tasks.map((task) => {
    if (task.state.status !== 'correction-required' || !answered.has(task.state.correction.correctionId)) return task
    const step = nextTask(task.state, { type: 'corrected', at: context.now })
    if (!step.ok) return task
    const moved = { ...task, revision: task.revision + 1, state: step.value }
    taken.push(moved)
    return moved
  })
  return extendRuling(ruling, {
    file: { ...ruling.file, tasks, case: { ...ruling.file.case, answeredCorrections: [] } },
    events: taken.map((task) => ({ kind: 'corrected', taskId: task.taskId })),
    announcements: tell('task.corrected', taken, context),
  })
}
