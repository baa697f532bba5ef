import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { IntakeForm } from '@onetrip/shared/catalogue/intakeForm'
import type { ScanId } from '@onetrip/shared/lib/ids'
import type { Words } from './useWords'

/** What the scans of an application are called: by paper and page, and the signature as what it is. */
export function scanNames(
  { materials, signature }: Pick<IntakeDraft, 'materials' | 'signature'>,
  form: Pick<IntakeForm, 'materials'>,
  { t }: Words,
): ReadonlyMap<ScanId, string> {
  const pages = materials.flatMap((entry) => {
    const material = form.materials.find(({ spec }) => spec.code === entry.code)?.spec.name ?? entry.code
    return entry.pages.map(({ scanId }, index): [ScanId, string] => {
      return [scanId, entry.pages.length === 1 ? material : t('queue.page', { material, page: index + 1 })]
    })
  })
  const signed: [ScanId, string][] = signature ? [[signature.image.scanId, t('queue.signature')]] : []
  return new Map([...pages, ...signed])
}
