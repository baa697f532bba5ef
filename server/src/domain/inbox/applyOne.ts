import type { Operation } from '@onetrip/shared/wire/operation'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Tx } from '../../db/transaction'
import { applyOperations, type ApplyContext } from '../operations/applyOperations'

/** Applies an operation that was made here, not on a tablet. A repeat of its id gets the first answer. */
export async function applyOne(tx: Tx, op: Operation, context: ApplyContext): Promise<OperationOutcome> {
  const submission = {
    parsed: { status: 'readable', op },
    body: op,
    deviceId: null,
    deviceSeq: null,
    bodySha256: null,
  } as const
  const [first] = await applyOperations(tx, [submission], context)
  if (!first) throw new Error('an operation got no answer')
  return first.outcome
}
