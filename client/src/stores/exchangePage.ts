import type { CaseContent } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { err, type Result } from '@onetrip/shared/lib/result'
import { namedScans } from './draftRules'
import { useIntakeStore } from './intake'
import type { NotBegun } from './intakeSteps'
import { replaceScan, replaceScanOfServer, type Exchange, type ReplaceRefusal } from './replaceScan'
import { useTablet } from './tablet'

type Exchanging = Exchange & {
  /** This tablet's copy of the case, if it has one. */
  readonly draft: IntakeDraft | undefined
  /** What the server has of the case; undefined where it did not answer. Asked only where the copy does not name the page. */
  readonly readContent: () => Promise<CaseContent | undefined>
}

/** `no-answer`: nobody could be asked what the case says now. */
export type NotExchanged = ReplaceRefusal | NotBegun | { readonly kind: 'no-answer' }

/** Names another page in place of one that cannot come: in this tablet's copy, too, where that names it. [CASE-R17] */
export function usePageExchange() {
  const tablet = useTablet()
  const intake = useIntakeStore()
  return async (
    catalogue: Catalogue,
    { draft, readContent, ...exchange }: Exchanging,
  ): Promise<Result<unknown, NotExchanged>> => {
    if (draft && namedScans(draft).some(({ scanId }) => scanId === exchange.scanId))
      return intake.takeStep(exchange.caseId, (saved) => replaceScan(tablet, catalogue, { draft: saved, ...exchange }))
    const content = await readContent()
    return content ? replaceScanOfServer(tablet, catalogue, { content, ...exchange }) : err({ kind: 'no-answer' })
  }
}
