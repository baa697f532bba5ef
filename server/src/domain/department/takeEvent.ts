import { DepartmentEventAnswer, type DepartmentEvent } from '@onetrip/shared/department/message'
import { CorrectionId, OpId } from '@onetrip/shared/lib/ids'
import { addMessage, findMessage, lockMessage } from '../../db/inboundMessages'
import { inTransaction, type Tx } from '../../db/transaction'
import { applyContextFor, type House } from '../house'
import { applyOne } from '../inbox/applyOne'
import type { ApplyContext } from '../operations/applyOperations'
import { leaveTrace } from '../trace'
import { departmentActor } from './departmentActor'
import type { OpenedEvent } from './door'
import { toEventAnswer } from './eventAnswer'
import { eventOperation } from './eventOperation'
import { messageUuid } from './messageUuid'
import { findOwnTask, type OwnTask } from './ownTask'
import { unknownRefs } from './unknownRefs'

/**
 * Takes one authentic event: applies it, or keeps it parked, or refuses it; the answer is kept in the same transaction
 * and given again for a repeat. `different-body`: the id was used for other words. [DEPT-R16] to [DEPT-R18]
 */
export async function takeEvent(house: House, event: OpenedEvent): Promise<DepartmentEventAnswer | 'different-body'> {
  const { districtId } = house
  const { message, text } = event
  const actor = departmentActor(districtId, message.departmentId)
  const context = applyContextFor(house, actor)
  return inTransaction(house.pool, actor, async (tx) => {
    await lockMessage(tx, districtId, message)
    const known = await findMessage(tx, districtId, message)
    if (known) return known.bodySha256 === message.sha256 ? DepartmentEventAnswer.parse(known.answer) : 'different-body'

    const answer = await answerEvent(tx, event, { house, context })
    const parkedBody = answer.status === 'parked' ? text : null
    const kept = { ...message, bodySha256: message.sha256, answer, parkedBody, receivedAt: context.now }
    await addMessage(tx, districtId, kept)
    await leaveTrace(tx, house, {
      by: actor,
      at: context.now,
      procedure: 'department.event',
      entity:
        event.reading.kind === 'event' ? `task:${event.reading.event.data.taskId}` : `message:${message.messageId}`,
      detail: { messageId: message.messageId, kind: nameOf(event), answer: answer.status },
    })
    return answer
  })
}

const nameOf = ({ reading }: OpenedEvent): string => (reading.kind === 'event' ? reading.event.type : reading.kind)

type Taking = { readonly house: House; readonly context: ApplyContext }

async function answerEvent(tx: Tx, opened: OpenedEvent, taking: Taking): Promise<DepartmentEventAnswer> {
  const { reading, message } = opened
  if (reading.kind === 'malformed')
    return { status: 'refused', refusal: { kind: 'malformed', paths: [...reading.paths] } }
  if (reading.kind === 'unknown-type') return { status: 'parked' }
  const { event } = reading
  const key = { departmentId: message.departmentId, taskId: event.data.taskId }
  const own = await findOwnTask(tx, taking.house, key)
  if (!own) return { status: 'parked' }
  if (event.type === 'task.received') return { status: 'applied' }
  const refs = event.type === 'task.correction-required' ? unknownRefs(event.data.points, own) : []
  if (refs.length > 0) return { status: 'refused', refusal: { kind: 'point-unknown', refs } }
  return applyEvent(tx, { own, event, opened }, taking)
}

type Acting = {
  readonly own: OwnTask
  readonly event: Exclude<DepartmentEvent, { type: 'task.received' }>
  readonly opened: OpenedEvent
}

async function applyEvent(
  tx: Tx,
  { own, event, opened }: Acting,
  { house, context }: Taking,
): Promise<DepartmentEventAnswer> {
  const { districtId, sha256Hex } = house
  const name = { ...opened.message, districtId }
  const header = {
    opId: OpId.parse(messageUuid(sha256Hex, 'operation', name)),
    correctionId: CorrectionId.parse(messageUuid(sha256Hex, 'correction', name)),
    districtId,
    caseId: own.file.case.caseId,
    baseRevision: own.task.revision,
    deviceTime: event.timestamp,
    catalogueVersion: own.catalogue.version,
  }
  return toEventAnswer(await applyOne(tx, eventOperation(header, event), context))
}
