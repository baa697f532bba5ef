import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef } from 'vue'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { makeThumbnail } from '../../scan/makeThumbnail'
import { useIntakeStore } from '../../stores/intake'
import type { Photo } from '../../ui/photo'
import type { InTurn } from '@onetrip/shared/lib/inTurn'

type Pages = { readonly caseId: CaseId; readonly pages: readonly ScanRef[] }

/** The pages of a material as small pictures, each as it is ready; let go when they are not shown any more. */
export function usePagePhotos(shown: () => Pages, inTurn: InTurn): ComputedRef<readonly Photo[]> {
  const store = useIntakeStore()
  const thumbs = shallowReactive(new Map<string, ImageBitmap>())
  const asked = new Set<string>()
  const scope = { isOver: false }

  async function picture(page: ScanRef, caseId: CaseId): Promise<void> {
    const bytes = scope.isOver ? undefined : await store.readPage(page, caseId)
    const thumb = bytes && (await makeThumbnail(new Blob([bytes], { type: page.mediaType })))
    if (thumb && asked.has(page.scanId) && !scope.isOver) thumbs.set(page.scanId, thumb)
    else thumb?.close()
  }

  function letGo(scanId: string): void {
    asked.delete(scanId)
    thumbs.get(scanId)?.close()
    thumbs.delete(scanId)
  }

  watch(
    shown,
    ({ caseId, pages }) => {
      const named = new Set<string>(pages.map((page) => page.scanId))
      asked.forEach((scanId) => {
        if (!named.has(scanId)) letGo(scanId)
      })
      const fresh = pages.filter((page) => page.mediaType !== 'application/pdf' && !asked.has(page.scanId))
      for (const page of fresh) {
        asked.add(page.scanId)
        void inTurn(() => picture(page, caseId))
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    scope.isOver = true
    asked.forEach(letGo)
  })

  return computed(() =>
    shown().pages.map(({ scanId, mediaType }) => ({
      id: scanId,
      url: undefined,
      thumb: thumbs.get(scanId),
      isDocument: mediaType === 'application/pdf',
    })),
  )
}
