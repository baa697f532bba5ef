import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { EarlierOperation } from '../../db/operations'
import type { RulingContext } from '../case/ruling'
import type { Acknowledger } from '../sync/acknowledger'
import { caseIdOf, type Submission } from './submission'

type Acknowledging = Pick<RulingContext, 'actor' | 'now'> & { readonly acknowledger: Acknowledger }

type Answering = {
  readonly submission: Submission
  readonly first: EarlierOperation | undefined
  readonly epoch: string
}

/**
 * Signs for what the log holds: of a repeat, for the bytes that came first; of one that was logged without their hash,
 * for these. Nobody is told before it is committed: an error on the way there is the only answer.
 */
export function acknowledge(
  outcome: OperationOutcome,
  { submission, first, epoch }: Answering,
  { actor: { districtId }, now, acknowledger }: Acknowledging,
): OperationOutcome {
  const bodySha256 = first?.bodySha256 ?? submission.bodySha256
  if (outcome.status !== 'applied' || bodySha256 === null) return outcome
  const about = {
    about: 'operation',
    districtId,
    caseId: caseIdOf(submission),
    opId: outcome.opId,
    bodySha256,
  } as const
  return { ...outcome, acknowledgement: acknowledger.acknowledge(about, { epoch, at: first?.receivedAt ?? now }) }
}
