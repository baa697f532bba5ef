import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { useIntakeStore } from '../../stores/intake'

/** `gone`: its bytes are not on this tablet any more. */
export type PageUrl =
  { readonly kind: 'reading' } | { readonly kind: 'gone' } | { readonly kind: 'ready'; readonly url: string }

/** One page as it was taken, at an address that holds as long as it is shown. */
export function usePageUrl(caseId: () => CaseId, page: () => ScanRef | undefined): Readonly<ShallowRef<PageUrl>> {
  const store = useIntakeStore()
  const state = shallowRef<PageUrl>({ kind: 'reading' })

  watch(
    page,
    async (shown, _before, onCleanup) => {
      const scope = { isOver: false, letGo: (): void => undefined }
      onCleanup(() => {
        scope.isOver = true
        scope.letGo()
      })
      state.value = { kind: 'reading' }
      const bytes = shown && (await store.readPage(shown, caseId()).catch(() => undefined))
      if (scope.isOver || !shown) return
      if (!bytes) {
        state.value = { kind: 'gone' }
        return
      }
      const url = URL.createObjectURL(new Blob([bytes], { type: shown.mediaType }))
      scope.letGo = () => URL.revokeObjectURL(url)
      state.value = { kind: 'ready', url }
    },
    { immediate: true },
  )
  return state
}
