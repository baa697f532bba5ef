import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { CaseSettle } from '@onetrip/shared/wire/operation'
import type { CaseFile } from '../../db/caseFile'
import { extendRuling, startRuling, type Ruling, type RulingContext } from './ruling'

/**
 * A person's word on an operation that was not applied. The case may not exist here at all (its submission
 * was the one refused): then the operation log alone keeps the word, and there is no ruling. [CASE-R10]
 */
export function settleCase(
  file: CaseFile | undefined,
  op: CaseSettle,
  context: RulingContext,
): Result<Ruling | undefined, CaseRefusal> {
  const settled = context.findOutcome(op.payload.settles)
  if (settled?.status === 'applied') return err({ kind: 'operation-not-found' })
  if (!file) return ok(undefined)
  if (file.case.stationId !== context.actor.unitId) return err({ kind: 'case-not-found' })
  const detail = { settles: op.payload.settles, how: op.payload.how, opId: op.opId }
  return ok(extendRuling(startRuling(file), { events: [{ kind: 'operation-settled', detail }] }))
}
