import { PostId } from '@onetrip/shared/lib/ids'
import { assertNever } from '@onetrip/shared/lib/result'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import type { TaskOperation } from '@onetrip/shared/wire/operation'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { findDatabaseRefusal } from '../../db/databaseRefusal'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import { applyContextFor, type House } from '../house'
import { leaveTrace } from '../trace'
import { applyOne } from './applyOne'

type Header = Omit<TaskOperation, 'kind' | 'payload'>

/**
 * One act of a reviewer on a task of the own department. The screen mints the id: asked again with the same one, the
 * act is done once and the answer is the first one.
 */
export async function decideTask(house: House, actor: Actor, input: DecideInput): Promise<OperationOutcome> {
  try {
    return await applyAct(house, actor, input)
  } catch (error) {
    const refusal = findDatabaseRefusal(error)
    if (!refusal) throw error
    return { status: 'refused', opId: input.opId, refusal: { kind: 'malformed', where: refusal.where } }
  }
}

async function applyAct(house: House, actor: Actor, input: DecideInput): Promise<OperationOutcome> {
  const context = applyContextFor(house, actor)
  return inTransaction(house.pool, actor, async (tx) => {
    const catalogue = await house.readCatalogue(tx, actor.districtId)
    const header: Header = {
      opId: input.opId,
      districtId: actor.districtId,
      caseId: input.caseId,
      v: 1,
      authorPostId: PostId.parse(actor.postId),
      baseRevision: input.baseRevision,
      deviceTime: context.now,
      catalogueVersion: catalogue.version,
    }
    await leaveTrace(tx, house, {
      by: actor,
      at: context.now,
      procedure: 'task.decide',
      entity: `task:${input.taskId}`,
      detail: { act: input.act.kind, opId: input.opId },
    })
    return applyOne(tx, toOperation(header, input), context)
  })
}

function toOperation(header: Header, { taskId, act }: DecideInput): TaskOperation {
  switch (act.kind) {
    case 'accept':
      return { ...header, kind: 'task.accept', payload: { taskId } }
    case 'require-correction': {
      const { correctionId, points } = act
      return { ...header, kind: 'task.require-correction', payload: { taskId, correctionId, points } }
    }
    case 'refuse-acceptance': {
      const { reason, whereToGo } = act
      return { ...header, kind: 'task.refuse-acceptance', payload: { taskId, reason, whereToGo } }
    }
    case 'approve':
      return { ...header, kind: 'task.approve', payload: { taskId } }
    case 'deny':
      return { ...header, kind: 'task.deny', payload: { taskId, reason: act.reason } }
    case 'issue':
      return { ...header, kind: 'task.issue', payload: { taskId, document: act.document } }
    default:
      return assertNever(act)
  }
}
