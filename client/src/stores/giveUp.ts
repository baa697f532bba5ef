import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { Overtaken } from '../db/commands'
import { unanswered } from './answering'
import { composeSettle, recordSettled, type ParkedOperation } from './settle'
import type { Tablet } from './tablet'
import { without } from './without'

type GivingUp = { readonly parked: ParkedOperation; readonly because: string }

/**
 * Gives a parked operation up, with the reason on record. An application that was never taken is then
 * unfinished again: nothing typed is lost, and its number is free.
 */
export async function giveUp(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, parked, because }: GivingUp & { readonly draft: IntakeDraft },
): Promise<Result<IntakeDraft, { readonly kind: Overtaken }>> {
  const settling = await composeSettle(tablet, catalogue, { parked, how: { kind: 'given-up', because } })
  const after = withoutParked(draft, parked.operation)
  const recorded = await recordSettled(tablet, { draft: after, parked, operations: [settling], scans: [] })
  return recorded.ok ? ok(after) : err({ kind: recorded.error })
}

function withoutParked(draft: IntakeDraft, { kind }: Operation): IntakeDraft {
  if (kind === 'case.submit') return without(draft, 'receipt')
  return kind === 'case.correct' ? unanswered(draft) : draft
}

/** The same for a case of which this tablet has no copy. */
export async function giveUpWithoutCopy(
  tablet: Tablet,
  catalogue: Catalogue,
  { parked, because }: GivingUp,
): Promise<Result<undefined, { readonly kind: Overtaken }>> {
  const settling = await composeSettle(tablet, catalogue, { parked, how: { kind: 'given-up', because } })
  const recorded = await recordSettled(tablet, { parked, operations: [settling], scans: [] })
  return recorded.ok ? recorded : err({ kind: recorded.error })
}
