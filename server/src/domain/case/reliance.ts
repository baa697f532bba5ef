import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import type { Problem } from '@onetrip/shared/case/problem'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { getItem } from '@onetrip/shared/catalogue/catalogue'
import type { CaseCorrect } from '@onetrip/shared/wire/operation'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import { changedPlaces, isAskedFor, type ChangedPlace } from './changedPlaces'
import { replaceTask } from './stepTask'
import { extendRuling, type EventDraft, type Ruling, type RulingContext } from './ruling'

/** A task whose ground the answer to another task's correction moves. */
type Moved = { readonly task: StoredTask; readonly places: readonly ChangedPlace[] }

/**
 * An answer to one department may not take the ground from under another: what that one has accepted, or works on where
 * we cannot tell it, changes only with what was asked for. Undefined when nothing stands against it. [CASE-R18]
 */
export function refuseUnasked(file: CaseFile, op: CaseCorrect, context: RulingContext): CaseRefusal | undefined {
  const points = answeredPoints(file, op)
  const isAsked = (place: ChangedPlace): boolean => points.some((point) => isAskedFor(point, place))
  const held = movedBy(file, op, context).filter(
    ({ task, places }) => !isToldInTime(task, context) && !places.some(isAsked),
  )
  const problems = held.flatMap(({ places }) => places.map(toProblem))
  return problems.length > 0 ? { kind: 'content-problems', problems } : undefined
}

/**
 * Tells the other departments what stands otherwise now: an event each, and where a decision is still to come a new
 * revision, so that none is taken on words that nobody there has seen. `before` is the file that was answered. [CASE-R18]
 */
export function tellRelying(ruling: Ruling, before: CaseFile, op: CaseCorrect, context: RulingContext): Ruling {
  return movedBy(before, op, context).reduce((told, { task, places }) => {
    const again = { ...task, revision: task.revision + 1 }
    const file = isUndecided(task) ? replaceTask(told.file, again) : told.file
    return extendRuling(told, { file, events: [toEvent(task, places)] })
  }, ruling)
}

/** A task with a correction of its own that is still open is looked at anew in any case. */
function movedBy(file: CaseFile, op: CaseCorrect, { catalogue }: RulingContext): Moved[] {
  return file.tasks
    .filter(({ state }) => state.status !== 'correction-required')
    .map((task) => {
      const item = getItem(catalogue, { itemCode: task.itemCode, version: task.itemVersion })
      return { task, places: changedPlaces(item, file.case.content, op.payload.content) }
    })
    .filter(({ places }) => places.length > 0)
}

const answeredPoints = ({ tasks }: CaseFile, { payload }: CaseCorrect): CorrectionPoint[] =>
  tasks.flatMap(({ state }) =>
    state.status === 'correction-required' && payload.answers.includes(state.correction.correctionId)
      ? state.correction.points
      : [],
  )

const isUndecided = ({ state }: StoredTask): boolean => ['received', 'accepted', 'approved'].includes(state.status)

/** Nothing has been done yet, and who will do it looks at our console. */
const isToldInTime = ({ state, departmentId }: StoredTask, { catalogue }: RulingContext): boolean =>
  state.status === 'received' && catalogue.departments.get(departmentId)?.meets !== 'signed-http'

function toProblem(place: ChangedPlace): Problem {
  if (place.in !== 'party') return { severity: 'error', kind: 'relied-on', place }
  const { partyId, property } = place
  return { severity: 'error', kind: 'relied-on', place: { in: 'party', partyId, property } }
}

function toEvent({ taskId }: StoredTask, places: readonly ChangedPlace[]): EventDraft {
  const detail = {
    fields: places.flatMap((place) => (place.in === 'field' ? [place.fieldId] : [])),
    materials: places.flatMap((place) => (place.in === 'material' ? [place.materialCode] : [])),
    parties: places.flatMap((place) => (place.in === 'party' ? [place.role] : [])),
  }
  return { kind: 'content-changed', taskId, detail }
}
