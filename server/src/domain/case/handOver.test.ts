import { expect, it } from 'vitest'
import type { Booking, Dispatch } from '@onetrip/shared/dispatch/dispatch'
import { DispatchId } from '@onetrip/shared/lib/ids'
import { agent, anOperation, aSubmit, contextFor, now, uuid } from '../../../test/ruling'
import type { CaseFile } from '../../db/caseFile'
import { decideOperation, type Decision } from '../operations/decideOperation'
import { startRuling } from './ruling'
import { settleWholeness } from './wholeness'

const booking: Booking = { waybill: { courier: 'sf', number: 'SF1' }, bookedAt: now, trace: [] }

/** A case whose only task was denied, and what became of the letter. */
function denied(dispatch: Dispatch): CaseFile {
  const submitted = decideOperation(undefined, aSubmit(), contextFor(agent)).ruling
  if (!submitted) throw new Error('not taken in')
  const scans = submitted.file.scans.map((scan) => ({ ...scan, arrivedAt: now }))
  const { file } = settleWholeness(startRuling({ ...submitted.file, scans }), contextFor(agent))
  const [task] = file.tasks
  if (!task) throw new Error('a whole case has a task')
  const state = { status: 'denied', receivedAt: now, acceptedAt: now, decidedAt: now, reason: '不符合条件' } as const
  const sent = { dispatchId: DispatchId.parse(uuid(900)), caseId: task.caseId, taskId: task.taskId, requestedAt: now }
  return { ...file, tasks: [{ ...task, state }], dispatches: [{ ...sent, state: dispatch }] }
}

function handOver(file: CaseFile): Decision {
  const [task] = file.tasks
  const payload = { taskId: task?.taskId }
  const op = anOperation({ by: agent, kind: 'task.hand-over', payload, baseRevision: task?.revision ?? 0, n: 70 })
  return decideOperation(file, op, contextFor(agent))
}

const underWay: readonly Dispatch[] = [
  { status: 'requested', requestedAt: now },
  { status: 'booked', booking },
  { status: 'out-for-delivery', booking, since: now },
  { status: 'exception', booking, since: now, problem: 'damaged', reached: 'in-transit' },
]
it.each(underWay)('[DISP-R13] nothing is handed over that a courier has or is asked for: $status', (dispatch) => {
  const { outcome, ruling } = handOver(denied(dispatch))
  expect(outcome).toMatchObject({ status: 'refused', refusal: { kind: 'wrong-status', status: dispatch.status } })
  expect(ruling).toBeUndefined()
})

it('[DISP-R13] what came back is handed over, and its sending stays as it was', () => {
  const file = denied({ status: 'returned', booking, returnedAt: now })
  const { ruling } = handOver(file)
  expect(ruling?.file.tasks).toMatchObject([{ state: { status: 'closed', outcome: 'refusal-served' } }])
  expect(ruling?.file.dispatches).toEqual(file.dispatches)
  expect(ruling?.events.map(({ kind }) => kind)).toEqual(['refusal-served'])
})

it('[DISP-R13] what a courier refused is handed over, and called off', () => {
  const refused = { refusal: { kind: 'no-capacity' }, at: now } as const
  const { ruling } = handOver(denied({ status: 'requested', requestedAt: now, refused }))
  expect(ruling?.file.dispatches).toMatchObject([{ state: { status: 'cancelled', by: 'sender' } }])
  expect(ruling?.events.map(({ kind }) => kind)).toEqual(['dispatch-moved', 'refusal-served'])
})
