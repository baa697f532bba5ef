import type { IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import type { Instant } from '@onetrip/shared/lib/time'
import { without } from './without'

type Asked = { readonly baseRevision: number; readonly corrections: readonly OpenCorrection[] }

/** An answer to all that is asked now, beside what stood there when it was begun: so that an untouched point is seen. */
export function answering(draft: IntakeDraft, asked: Asked): Pick<IntakeDraft, 'correcting'> {
  const { parties, fields, materials, correcting } = draft
  const before = correcting ? correcting.before : { parties, fields, materials }
  return { correcting: { ...asked, ...(before && { before }) } }
}

/** The application once its answer is handed in; its receipt tells when. */
export function answered(draft: IntakeDraft, correctedAt: Instant): IntakeDraft {
  const { receipt } = draft
  return { ...without(draft, 'correcting'), ...(receipt && { receipt: { ...receipt, correctedAt } }) }
}

/** The application once its answer is given up. */
export function unanswered(draft: IntakeDraft): IntakeDraft {
  const { receipt } = draft
  return { ...draft, ...(receipt && { receipt: without(receipt, 'correctedAt') }) }
}
