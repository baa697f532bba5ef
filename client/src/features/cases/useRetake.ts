import type { CaseContent, ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { makeMaster } from '../../scan/makeMaster'
import { redraw } from '../../scan/redraw'
import { usePageExchange } from '../../stores/exchangePage'
import { sendAwaited } from '../../stores/sendAwaited'
import { useTablet } from '../../stores/tablet'
import { FILE_KEYS, REPLACE_KEYS } from '../../words/fileKeys'
import { useWords } from '../../words/useWords'

/** What was recorded, or what is in the way of it; in the reader's language. */
export type Retaken = { readonly done: string } | { readonly trouble: string }

type Retaking = {
  readonly caseId: CaseId
  readonly scan: ScanRef
  readonly content: CaseContent
  /** This tablet's copy of the case, if it has one. */
  readonly draft: IntakeDraft | undefined
  readonly file: File
}

/** Ways to bring the server a page that it waits for and that nobody sends. Throws when the disk does not take it. */
export function useRetake() {
  const tablet = useTablet()
  const exchange = usePageExchange()
  const { t } = useWords()

  /** A page whose bytes are here goes as it is. */
  async function send(caseId: CaseId, ref: ScanRef): Promise<Retaken> {
    await sendAwaited(tablet, { caseId, ref })
    return { done: t('cases.missing.sending') }
  }

  /** The very page goes under its own name; any other is named in its place, on record. */
  async function retake(catalogue: Catalogue, { file, ...wanted }: Retaking): Promise<Retaken> {
    const made = await makeMaster(file, { sha256Hex: tablet.sha256Hex, redraw })
    if (!made.ok) return { trouble: t(FILE_KEYS[made.error], { name: file.name }) }
    const { caseId, scan } = wanted
    if (made.value.ref.scanId === scan.scanId) {
      await sendAwaited(tablet, { caseId, ...made.value })
      return { done: t('queue.restored') }
    }
    const { draft, content } = wanted
    const by = made.value
    const readContent = async (): Promise<CaseContent> => content
    const replaced = await exchange(catalogue, { caseId, scanId: scan.scanId, by, draft, readContent })
    return replaced.ok
      ? { done: t('queue.replaced') }
      : { trouble: t(REPLACE_KEYS[replaced.error.kind], { name: file.name }) }
  }

  return { send, retake }
}
