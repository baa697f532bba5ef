import { findApplicant } from '@onetrip/shared/case/party'
import { isCaseClosed } from '@onetrip/shared/case/task'
import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { departmentNameOn } from '@onetrip/shared/catalogue/district'
import { DispatchStatus, type Dispatch } from '@onetrip/shared/dispatch/dispatch'
import { maskPartyName } from '@onetrip/shared/lib/mask'
import type { Instant } from '@onetrip/shared/lib/time'
import type { TrackedCase, TrackedStep, TrackedTask } from '@onetrip/shared/wire/track'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { StoredEvent } from '../../db/writeCaseFiles'
import { momentOfEvent } from '../case/moment'
import { deliveryOf } from '../feed/projectCase'
import { clockViewOf, shownClock } from '../inbox/shownClock'

/** What a case is told from. */
export type TrackFacts = {
  readonly file: CaseFile
  readonly events: readonly StoredEvent[]
  readonly catalogue: Catalogue
  readonly now: Instant
}

/** A case as its own resident sees it: where it is, who holds it, by when, and what is wanted. Pure. */
export function toTrackedCase(facts: TrackFacts): TrackedCase {
  const { file, events, catalogue } = facts
  const { content, stationId, receiptNumber, collectedAt } = file.case
  const applicant = findApplicant(content.parties)
  const station = catalogue.stations.get(stationId)
  return {
    receiptNumber,
    applicantMasked: applicant ? maskPartyName(applicant.kind, applicant.name) : '',
    itemNames: content.items.map((ref) => getItem(catalogue, ref).name),
    stationName: station?.name ?? stationId,
    ...(station?.phone !== undefined && { stationPhone: station.phone }),
    stage: stageOf(file),
    collectedAt,
    tasks: file.tasks.map((task) => toTrackedTask(task, facts)),
    steps: events.filter(({ kind }) => kind !== 'operation-settled').map((event) => toStep(event, facts)),
    dispatches: file.dispatches.map(({ state }) => withoutCourierTalk(state)),
  }
}

function stageOf({ tasks }: CaseFile): TrackedCase['stage'] {
  if (tasks.length === 0) return 'arriving'
  return isCaseClosed(tasks.map(({ state }) => state)) ? 'closed' : 'under-way'
}

function toTrackedTask(task: StoredTask, facts: TrackFacts): TrackedTask {
  const { state } = task
  const { catalogue, file, now } = facts
  const view = clockViewOf(catalogue, now)
  const item = getItem(catalogue, { itemCode: task.itemCode, version: task.itemVersion })
  const department = catalogue.departments.get(task.departmentId)
  const clock = shownClock({ collectedAt: file.case.collectedAt, state, item }, view)
  return {
    itemName: item.name,
    organName: department ? departmentNameOn(department, view.today) : task.departmentId,
    organPhone: department?.phone ?? '',
    status: state.status,
    ...(state.status === 'closed' && { outcome: state.outcome }),
    delivery: deliveryOf(file, task),
    ...(clock && { dueOn: clock.dueOn }),
    isProvisional: clock?.isProvisional ?? false,
    wanted: state.status === 'correction-required' ? state.correction.points.map(({ words }) => words) : [],
    ...refusalOf(task, facts.events),
  }
}

type Refusal = Pick<TrackedTask, 'refused' | 'reason' | 'whereToGo'>

/** Which no it was, why, and where to go; told also after the task is closed. */
function refusalOf(task: StoredTask, events: readonly StoredEvent[]): Refusal {
  const refused = events.findLast(
    ({ kind, taskId }) => taskId === task.taskId && (kind === 'denied' || kind === 'not-accepted'),
  )
  const { reason, whereToGo } = refused?.detail ?? {}
  return {
    ...(refused && { refused: refused.kind === 'denied' ? 'denied' : 'not-accepted' }),
    ...(typeof reason === 'string' && { reason }),
    ...(typeof whereToGo === 'string' && { whereToGo }),
  }
}

function toStep(event: StoredEvent, { file, catalogue, now }: TrackFacts): TrackedStep {
  const { kind, taskId, detail } = event
  const at = momentOfEvent(event)
  const task = file.tasks.find((one) => one.taskId === taskId)
  if (!task) return { at, kind }
  const department = catalogue.departments.get(task.departmentId)
  const movedTo = kind === 'dispatch-moved' ? DispatchStatus.safeParse(detail['status']).data : undefined
  return {
    at,
    kind,
    ...(movedTo && { dispatchStatus: movedTo }),
    itemName: getItem(catalogue, { itemCode: task.itemCode, version: task.itemVersion }).name,
    organName: department ? departmentNameOn(department, clockViewOf(catalogue, now).today) : task.departmentId,
  }
}

/** What a courier will not take is between it and us: the resident is told that it is not on its way yet. */
const withoutCourierTalk = (state: Dispatch): Dispatch =>
  state.status === 'requested' ? { status: 'requested', requestedAt: state.requestedAt } : state
