import type { Answerable, IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import type { Instant } from '@onetrip/shared/lib/time'
import { without } from './without'

type Asked = { readonly baseRevision: number; readonly corrections: readonly OpenCorrection[] }

/**
 * An answer to all that is asked now, beside what stood there when it was begun: so that an untouched point is seen.
 * One in place of another that was not taken is held against what that one was: the server never had it.
 */
export function answering(draft: IntakeDraft, asked: Asked): Pick<IntakeDraft, 'correcting'> {
  const { correcting } = draft
  const before = correcting ? correcting.before : stoodBefore(draft)
  return { correcting: { ...asked, ...(before && { before }) } }
}

function stoodBefore(draft: IntakeDraft): Answerable {
  const { receipt, answeredFrom, parties, fields, materials, delivery, capacity } = draft
  const isTaken = receipt?.correctedAt !== undefined
  if (!isTaken && answeredFrom) return answeredFrom
  return { parties, fields, materials, ...(delivery && { delivery }), ...(capacity && { capacity }) }
}

/** The application once its answer is handed in; its receipt tells when. */
export function answered(draft: IntakeDraft, correctedAt: Instant): IntakeDraft {
  const { receipt, correcting } = draft
  return {
    ...without(without(draft, 'correcting'), 'answeredFrom'),
    ...(correcting?.before && { answeredFrom: correcting.before }),
    ...(receipt && { receipt: { ...receipt, correctedAt } }),
  }
}

/** The application once its answer is given up, or was not taken. */
export function unanswered(draft: IntakeDraft): IntakeDraft {
  const { receipt } = draft
  return { ...draft, ...(receipt && { receipt: without(receipt, 'correctedAt') }) }
}
