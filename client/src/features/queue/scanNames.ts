import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { ScanId } from '@onetrip/shared/lib/ids'
import { formOf } from '../../stores/draftForm'
import type { Words } from '../../words/useWords'

/** What the scans of an application are called: by paper and page, and the signature as what it is. */
export function scanNames(draft: IntakeDraft, catalogue: Catalogue, { t }: Words): ReadonlyMap<ScanId, string> {
  const { materials } = formOf(draft, catalogue)
  const pages = draft.materials.flatMap((entry) => {
    const material = materials.find(({ spec }) => spec.code === entry.code)?.spec.name ?? entry.code
    return entry.pages.map(({ scanId }, index): [ScanId, string] => {
      return [scanId, entry.pages.length === 1 ? material : t('queue.page', { material, page: index + 1 })]
    })
  })
  const signed: [ScanId, string][] = draft.signature ? [[draft.signature.image.scanId, t('queue.signature')]] : []
  return new Map([...pages, ...signed])
}
