import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ScanRef } from '@onetrip/shared/case/content'
import { useIntakeStore } from '../../stores/intake'
import type { Photo } from '../../ui/photo'

/** The pages of a material as pictures; made when they are shown, let go when they are not. */
export function usePagePhotos(pages: () => readonly ScanRef[]): Readonly<ShallowRef<readonly Photo[]>> {
  const store = useIntakeStore()
  const photos = shallowRef<readonly Photo[]>([])
  const urlByScanId = new Map<string, string>()

  async function urlOf(page: ScanRef): Promise<string | undefined> {
    const known = urlByScanId.get(page.scanId)
    if (known || store.opened.kind !== 'open') return known
    const bytes = await store.readPage(page, store.opened.draft.caseId)
    if (!bytes) return undefined
    const url = URL.createObjectURL(new Blob([bytes], { type: page.mediaType }))
    urlByScanId.set(page.scanId, url)
    return url
  }

  watch(
    () =>
      pages()
        .map((page) => page.scanId)
        .join(),
    async (_ids, _before, onCleanup) => {
      const current = { is: true }
      onCleanup(() => {
        current.is = false
      })
      const shown = pages()
      const urls = await Promise.all(shown.map(urlOf))
      if (!current.is) return
      photos.value = shown.map((page, index) => ({
        id: page.scanId,
        url: urls[index],
        isDocument: page.mediaType === 'application/pdf',
      }))
    },
    { immediate: true },
  )
  onScopeDispose(() => urlByScanId.forEach((url) => URL.revokeObjectURL(url)))
  return photos
}
