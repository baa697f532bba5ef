import { inject, readonly, shallowRef, type App, type InjectionKey, type ShallowRef } from 'vue'
import type { Router } from 'vue-router'

/** What nobody expected. `page-missing`: a page could not be fetched, so the press that asked for it did nothing. */
export type Trouble = 'page-missing' | 'unexpected'

export type Troubles = {
  readonly shown: Readonly<ShallowRef<Trouble | undefined>>
  readonly tell: (trouble: Trouble, error: unknown) => void
  readonly dismiss: () => void
}

export const TROUBLES: InjectionKey<Troubles> = Symbol('troubles')

/** One notice for all: the first trouble stays until it is dismissed, for the others mostly follow from it. */
export function createTroubles(log: (error: unknown) => void): Troubles {
  const shown = shallowRef<Trouble>()
  const told = new WeakSet()
  return {
    shown: readonly(shown),
    tell(trouble, error) {
      // A page that is missing is told by the router, and once more by the press that asked for it.
      if (typeof error === 'object' && error !== null) {
        if (told.has(error)) return
        told.add(error)
      }
      log(error)
      shown.value ??= trouble
    },
    dismiss() {
      shown.value = undefined
    },
  }
}

type Faulty = {
  readonly app: App
  readonly router: Router
  readonly page: Pick<Window, 'addEventListener'>
}

/** Leads every error that nobody handles to the notice: presses, hooks, pages that are gone, forgotten promises. */
export function catchTroubles({ app, router, page }: Faulty, troubles: Troubles): void {
  app.config.errorHandler = (error) => troubles.tell('unexpected', error)
  router.onError((error) => troubles.tell('page-missing', error))
  page.addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    troubles.tell('unexpected', event.reason)
  })
}

export function useTroubles(): Troubles {
  const troubles = inject(TROUBLES)
  if (!troubles) throw new Error('no troubles: app.provide(TROUBLES, createTroubles(…)) is missing')
  return troubles
}
