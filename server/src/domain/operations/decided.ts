import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile } from '../../db/caseFile'
import type { LoggedOperation } from '../../db/operations'
import type { RulingContext } from '../case/ruling'
import { decideOperation, type Decision } from './decideOperation'
import { headerOf, type Submission } from './submission'

/** An operation with what was decided on it, and the case that it was decided on. */
export type Decided = {
  readonly submission: Submission
  readonly before: CaseFile | undefined
  readonly decision: Decision
}

/** Decides one; undefined for a kind or version that is not known here, which is not to be logged. */
export function decide(
  { parsed }: Submission,
  before: CaseFile | undefined,
  context: RulingContext,
): Decision | undefined {
  switch (parsed.status) {
    case 'readable':
      return decideOperation(before, parsed.op, context)
    case 'refused':
      return { outcome: { status: 'refused', opId: parsed.header.opId, refusal: parsed.refusal } }
    case 'unsupported':
      // Not logged: the same operation must be decided afresh once this server knows it.
      return undefined
  }
}

/** The row of the operation log. */
export function toLogged({ submission, decision }: Decided, receivedAt: Instant): LoggedOperation {
  const header = headerOf(submission)
  return {
    opId: header.opId,
    caseId: header.caseId,
    kind: header.kind,
    deviceId: submission.deviceId,
    deviceSeq: submission.deviceSeq,
    authorPost: header.authorPostId,
    baseRevision: header.baseRevision,
    receivedAt,
    body: submission.body,
    bodySha256: submission.bodySha256,
    outcome: decision.outcome,
  }
}
