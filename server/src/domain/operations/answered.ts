import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { EarlierOperation } from '../../db/operations'
import type { RulingContext } from '../case/ruling'
import type { Stored } from '../sync/acknowledger'
import { caseIdOf, type Submission } from './submission'

/** An operation's answer, and what may be signed for; undefined where nothing was applied, or no tablet sent it. */
export type Answered = { readonly outcome: OperationOutcome; readonly stored: Stored | undefined }

/**
 * What may be signed for: these bytes say what is stored, whether they came first or another seal of the same words did.
 * Nobody is told before it is committed: an error on the way there is the only answer.
 */
export function answered(
  outcome: OperationOutcome,
  { submission, first }: { readonly submission: Submission; readonly first: EarlierOperation | undefined },
  { actor: { districtId }, now }: Pick<RulingContext, 'actor' | 'now'>,
): Answered {
  const { bodySha256 } = submission
  if (outcome.status !== 'applied' || bodySha256 === null) return { outcome, stored: undefined }
  const at = first?.receivedAt ?? now
  const { opId } = outcome
  const acknowledged = { about: 'operation', districtId, caseId: caseIdOf(submission), opId, bodySha256 } as const
  return { outcome: { ...outcome, receivedAt: at }, stored: { acknowledged, at } }
}
