import { createPinia } from 'pinia'
import { createApp, effectScope, watch } from 'vue'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { LocalStore } from '../src/db/localStore'
import { useCasesStore } from '../src/stores/cases'
import { TABLET, type Tablet } from '../src/stores/tablet'

export type CaseScreen = {
  /** What a screen that opens has to show first, newest first. */
  readonly open: () => Promise<readonly StationCaseRow[]>
  /** Waits until it has all that there is. */
  readonly readAllAndClose: () => Promise<readonly StationCaseRow[]>
}

/** For tests and figures: a screen over the app's store of cases that opens and closes again, as often as one likes. */
export function createCaseScreen(store: LocalStore, unitId: string): CaseScreen {
  const app = createApp({})
  app.use(createPinia())
  // All that the store of cases asks of a tablet.
  app.provide(TABLET, { store, me: { unitId } } as Tablet)
  const now = { scope: effectScope() }
  const use = () => app.runWithContext(() => now.scope.run(() => useCasesStore()))
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      now.scope.run(() => watch(isSo, (so) => so && resolve(), { immediate: true, flush: 'sync' }))
    })
  return {
    open: async () => {
      now.scope = effectScope()
      const cases = use()
      await until(() => cases?.newestState === 'ready')
      return cases?.stationCases ?? []
    },
    readAllAndClose: async () => {
      const cases = use()
      await until(() => cases?.state === 'ready')
      const all = cases?.stationCases ?? []
      now.scope.stop()
      return all
    },
  }
}
