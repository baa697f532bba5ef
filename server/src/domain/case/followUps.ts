import { nextTask } from '@onetrip/shared/case/task'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import { DispatchId } from '@onetrip/shared/lib/ids'
import type { StoredTask } from '../../db/caseFile'
import type { NewDispatch } from '../../db/writeCaseFiles'
import { modelFor } from './documentModels'
import { extendRuling, type Ruling, type RulingContext } from './ruling'

/** What a step brings about by itself: the written act, and its way to the person. [CASE-R9] */
export function followUps(ruling: Ruling, task: StoredTask, context: RulingContext): Ruling {
  const model = modelFor(ruling.file, task, context)
  const written = model
    ? extendRuling(ruling, {
        documents: [
          { documentId: context.newId(), caseId: task.caseId, taskId: task.taskId, madeAt: context.now, ...model },
        ],
      })
    : ruling
  return isSentHome(task) ? sendHome(written, task, context) : written
}

const isSentHome = (task: StoredTask): boolean => ['issued', 'denied', 'not-accepted'].includes(task.state.status)

function sendHome(ruling: Ruling, task: StoredTask, context: RulingContext): Ruling {
  const item = getItem(context.catalogue, { itemCode: task.itemCode, version: task.itemVersion })
  if (task.state.status === 'issued' && !item.result.paper) return closeWithoutPaper(ruling, task, context)
  const { delivery } = ruling.file.case.content
  if (delivery.mode === 'pick-up') return ruling
  const dispatch: NewDispatch = {
    dispatchId: DispatchId.parse(context.newId()),
    caseId: task.caseId,
    taskId: task.taskId,
    state: { status: 'requested', requestedAt: context.now },
    requestedAt: context.now,
    recipient: delivery,
  }
  return extendRuling(ruling, {
    dispatches: [dispatch],
    events: [{ kind: 'dispatch-requested', taskId: task.taskId, detail: { dispatchId: dispatch.dispatchId } }],
  })
}

/** Nothing on paper: the person has the result with the decision (结果无需送达). */
function closeWithoutPaper(ruling: Ruling, task: StoredTask, context: RulingContext): Ruling {
  const step = nextTask(task.state, { type: 'deliver', at: context.now })
  if (!step.ok) return ruling
  const closed = { ...task, revision: task.revision + 1, state: step.value }
  return extendRuling(ruling, {
    file: { ...ruling.file, tasks: ruling.file.tasks.map((one) => (one.taskId === task.taskId ? closed : one)) },
    events: [{ kind: 'delivered', taskId: task.taskId, detail: { manner: 'no-paper' } }],
  })
}
