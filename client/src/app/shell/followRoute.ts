import { nextTick, watchEffect } from 'vue'
import type { Router } from 'vue-router'
import type { PlainWordKey, Words } from '../../words/useWords'

declare module 'vue-router' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be merged
  interface RouteMeta {
    titleKey?: PlainWordKey
  }
}

/** Names the document after the page, and puts the focus on a new page's heading, as a fresh document would. */
export function followRoute(router: Router, { t }: Words): void {
  watchEffect(() => {
    const { titleKey } = router.currentRoute.value.meta
    document.title = [...(titleKey ? [t(titleKey)] : []), t('common.productName')].join(' · ')
  })
  router.afterEach(async (to, from, failure) => {
    const isFirst = from.matched.length === 0
    if (isFirst || failure || to.path === from.path) return
    await nextTick()
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  })
}
