import { defineStore } from 'pinia'
import { inject, shallowRef, type InjectionKey } from 'vue'

/** How the browser installs the app. Made in `app/`. */
export type Installing = {
  readonly isInstalled: () => boolean
  /** Whether the browser can be made to offer it now; if not, only its menu can. */
  readonly canOffer: () => boolean
  readonly offer: () => Promise<void>
  /** Calls back when one of the answers above has changed. */
  readonly onChange: (run: () => void) => void
}

export const INSTALLING: InjectionKey<Installing> = Symbol('installing')

/** Whether the app stands on the tablet as one of its own, out of reach of whoever clears a browser's data. */
export const useInstalledStore = defineStore('installed', () => {
  const installing = inject(INSTALLING)
  if (!installing) throw new Error('no way to install: app.provide(INSTALLING, …) is missing')
  const isInstalled = shallowRef(installing.isInstalled())
  const canOffer = shallowRef(installing.canOffer())
  installing.onChange(() => {
    isInstalled.value = installing.isInstalled()
    canOffer.value = installing.canOffer()
  })
  return { isInstalled, canOffer, offer: installing.offer }
})
