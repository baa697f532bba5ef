import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { DepartmentEventAnswer, DepartmentEventRefusal } from '@onetrip/shared/department/message'
import { assertNever } from '@onetrip/shared/lib/result'
import type { OperationOutcome } from '@onetrip/shared/wire/push'

/** What became of the operation, in the department's words. Throws for outcomes that its messages cannot have. */
export function toEventAnswer(outcome: OperationOutcome): DepartmentEventAnswer {
  switch (outcome.status) {
    case 'applied':
      return { status: 'applied' }
    case 'refused':
      return { status: 'refused', refusal: toRefusal(outcome.refusal) }
    case 'conflict':
    case 'unsupported':
      // It was made here, a moment ago, from the task as it is locked.
      throw new Error(`an event's operation cannot be ${outcome.status}`)
    default:
      return assertNever(outcome)
  }
}

function toRefusal(refusal: CaseRefusal): DepartmentEventRefusal {
  switch (refusal.kind) {
    case 'wrong-status':
    case 'asked-once':
      return refusal
    case 'malformed':
      return { kind: 'malformed', paths: [refusal.where] }
    case 'case-not-found':
    case 'case-exists':
    case 'not-permitted':
    case 'content-problems':
    case 'receipt-number-taken':
    case 'same-person':
    case 'correction-unanswered':
    case 'operation-not-found':
      throw new Error(`an event's operation cannot be refused as ${refusal.kind}`)
    default:
      return assertNever(refusal)
  }
}
