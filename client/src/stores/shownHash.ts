import type { CaseContent } from '@onetrip/shared/case/content'
import { findShownNotice, shownText, type Stated } from '@onetrip/shared/case/shownText'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { Tablet } from './tablet'

/** SHA-256 of what the applicant is shown, as `Signature.shownHash` wants it. */
export const hashShown = ({ sha256Hex }: Pick<Tablet, 'sha256Hex'>, stated: Stated, catalogue: Catalogue) =>
  sha256Hex(new TextEncoder().encode(shownText(stated, catalogue)))

/** Whether other words were signed than these. Where the notice is not in the catalogue any more nobody can tell. */
export const isSignatureOutdated = async (
  tablet: Pick<Tablet, 'sha256Hex'>,
  content: CaseContent,
  catalogue: Catalogue,
): Promise<boolean> =>
  findShownNotice(content, catalogue) !== undefined &&
  (await hashShown(tablet, content, catalogue)) !== content.signature.shownHash
