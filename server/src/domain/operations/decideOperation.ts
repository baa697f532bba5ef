import { assertNever } from '@onetrip/shared/lib/result'
import type { CaseSettle, Operation, OperationKind } from '@onetrip/shared/wire/operation'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Role } from '@onetrip/shared/access/policy'
import type { CaseFile } from '../../db/caseFile'
import type { Ruling, RulingContext, RulingResult } from '../case/ruling'
import { replaceScan } from '../case/replaceScan'
import { settleCase } from '../case/settleCase'
import { stepTask } from '../case/stepTask'
import { correctCase, submitCase } from '../case/submit'

/** Who may author which operation. Own station and own department are checked with the case in hand. */
const AUTHORS_BY_KIND = {
  'case.submit': ['agent'],
  'case.correct': ['agent'],
  'case.replace-scan': ['agent'],
  'case.settle': ['agent'],
  'task.accept': ['reviewer', 'department-system'],
  'task.require-correction': ['reviewer', 'department-system'],
  'task.refuse-acceptance': ['reviewer', 'department-system'],
  'task.approve': ['reviewer', 'department-system'],
  'task.deny': ['reviewer', 'department-system'],
  'task.issue': ['reviewer', 'department-system'],
  'task.hand-over': ['agent'],
} as const satisfies Record<OperationKind, readonly Role[]>

export type Decision = { readonly outcome: OperationOutcome; readonly ruling?: Ruling }

/** Decides one operation alone, from the case and nothing else. Pure: writes nothing, reads no clock. */
export function decideOperation(file: CaseFile | undefined, op: Operation, context: RulingContext): Decision {
  const { opId } = op
  if (!isPermitted(op, context)) return { outcome: { status: 'refused', opId, refusal: { kind: 'not-permitted' } } }
  if (op.kind === 'case.settle') return settle(file, op, context)
  const answer = rule(file, op, context)
  if (answer.ok) return { outcome: { status: 'applied', opId, revision: answer.value.revision }, ruling: answer.value }
  if (answer.error.kind === 'conflict')
    return { outcome: { status: 'conflict', opId, serverRevision: answer.error.serverRevision } }
  return { outcome: { status: 'refused', opId, refusal: answer.error } }
}

/**
 * The author named in the body must be the one who is signed in: nobody sends in another's name.
 * A department's system has no post; its signature is its name.
 */
function isPermitted(op: Operation, { actor }: RulingContext): boolean {
  const authors: readonly Role[] = AUTHORS_BY_KIND[op.kind]
  const isAuthor = actor.role === 'department-system' || op.authorPostId === actor.postId
  return authors.includes(actor.role) && isAuthor && op.districtId === actor.districtId
}

function settle(file: CaseFile | undefined, op: CaseSettle, context: RulingContext): Decision {
  const answer = settleCase(file, op, context)
  if (!answer.ok) return { outcome: { status: 'refused', opId: op.opId, refusal: answer.error } }
  const outcome: OperationOutcome = { status: 'applied', opId: op.opId, revision: file?.case.revision ?? 0 }
  return answer.value ? { outcome, ruling: answer.value } : { outcome }
}

function rule(file: CaseFile | undefined, op: Exclude<Operation, CaseSettle>, context: RulingContext): RulingResult {
  switch (op.kind) {
    case 'case.submit':
      return submitCase(file, op, context)
    case 'case.correct':
      return correctCase(file, op, context)
    case 'case.replace-scan':
      return replaceScan(file, op, context)
    case 'task.accept':
    case 'task.require-correction':
    case 'task.refuse-acceptance':
    case 'task.approve':
    case 'task.deny':
    case 'task.issue':
    case 'task.hand-over':
      return stepTask(file, op, context)
    default:
      return assertNever(op)
  }
}
