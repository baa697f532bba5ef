import { createPinia } from 'pinia'
import { createApp, effectScope, watch } from 'vue'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { LocalStore } from '../src/db/localStore'
import type { Hits } from '../src/search/searchedCase'
import { useCaseSearch, type CaseSearch } from '../src/stores/caseSearch'
import { TABLET, type Tablet } from '../src/stores/tablet'

export type SearchScreen = {
  /** Opens where it is closed; then waits until something is found, or all is known and nothing is. */
  readonly findFirst: (typed: string, limit: number) => Promise<Hits>
  /** Waits until everything can be found. */
  readonly untilWhole: () => Promise<CaseSearch>
  readonly close: () => void
}

/** For tests and figures: a screen over the app's own search that opens and closes again, as often as one likes. */
export function createSearchScreen(store: LocalStore, unitId: string, catalogue: Catalogue): SearchScreen {
  const app = createApp({})
  app.use(createPinia())
  // All that a search asks of a tablet.
  app.provide(TABLET, { store, me: { unitId } } as Tablet)
  const now = { scope: effectScope(), search: undefined as CaseSearch | undefined }

  function use(): CaseSearch {
    now.search ??= app.runWithContext(() => now.scope.run(() => useCaseSearch(() => catalogue)))
    if (!now.search) throw new Error('the screen is closed')
    return now.search
  }
  const until = <Seen>(look: () => Seen | undefined): Promise<Seen> =>
    new Promise((resolve) => {
      now.scope.run(() =>
        watch(look, (seen) => seen !== undefined && resolve(seen), { immediate: true, flush: 'sync' }),
      )
    })

  return {
    findFirst: (typed, limit) => {
      const { search, isWhole } = use()
      return until(() => {
        const hits = search(typed, limit)
        return hits.total > 0 || isWhole.value ? hits : undefined
      })
    },
    untilWhole: async () => {
      const opened = use()
      await until(() => (opened.isWhole.value ? true : undefined))
      return opened
    },
    close: () => {
      now.scope.stop()
      now.scope = effectScope()
      now.search = undefined
    },
  }
}
