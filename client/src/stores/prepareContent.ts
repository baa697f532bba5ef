import { checkContent, signatureProblem } from '@onetrip/shared/case/checkContent'
import type { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Problem } from '@onetrip/shared/case/problem'
import { toContent, toDraftContent } from '@onetrip/shared/case/toContent'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { dateIn } from '@onetrip/shared/lib/time'
import { isSignatureOutdated } from './shownHash'
import type { Tablet } from './tablet'

/**
 * What still stands in the way of handing in. Gaps may be insisted on, errors may not. `overtaken`: another tab has
 * handed it in, or taken it back, meanwhile.
 */
export type HandInRefusal =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'overtaken' }

/** The leave-the-door check, as of today at this tablet. */
export function checkDraft(tablet: Tablet, catalogue: Catalogue, draft: IntakeDraft): Problem[] {
  return checkContent(toDraftContent(draft), catalogue, dateIn(catalogue.district.timeZone, tablet.clock()))
}

/** The content as it may be sent, or what stands in its way. */
export async function prepareContent(
  tablet: Tablet,
  catalogue: Catalogue,
  draft: IntakeDraft,
  insisted: boolean,
): Promise<Result<CaseContent, HandInRefusal>> {
  const problems = checkDraft(tablet, catalogue, draft)
  const blocking = problems.filter((problem) => problem.severity === 'error' || !insisted)
  if (blocking.length > 0) return err({ kind: 'problems', problems: blocking })
  const content = toContent(draft)
  if (!content) return err({ kind: 'incomplete' })
  // What was once taken is not asked for anew: in a correction the server knows which signature it has.
  const isOutdated = !draft.correcting && (await isSignatureOutdated(tablet, content, catalogue))
  return isOutdated ? err({ kind: 'problems', problems: [signatureProblem('signature-outdated')] }) : ok(content)
}
