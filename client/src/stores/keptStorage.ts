import { defineStore } from 'pinia'
import { inject, shallowRef, type InjectionKey } from 'vue'

/** Whether the browser promises never to clear what lies on this tablet by itself, however full it gets. */
export type StoragePromise = 'asking' | 'given' | 'not-given'

/** How the browser is asked. Made in `app/`. */
export type KeepStorage = {
  readonly ask: () => Promise<boolean>
  /** Calls back when the app has been installed: most browsers promise it then. */
  readonly onInstalled: (run: () => void) => void
}

export const KEEP_STORAGE: InjectionKey<KeepStorage> = Symbol('keep-storage')

/** Asks for the promise when first used, and again once the app was installed. */
export const useKeptStorageStore = defineStore('kept-storage', () => {
  const keep = inject(KEEP_STORAGE)
  if (!keep) throw new Error('no way to keep: app.provide(KEEP_STORAGE, …) is missing')
  const promise = shallowRef<StoragePromise>('asking')

  async function ask({ ask }: KeepStorage): Promise<void> {
    // A browser that fails to answer has promised nothing.
    const isGiven = await ask().catch(() => false)
    promise.value = isGiven ? 'given' : 'not-given'
  }

  void ask(keep)
  keep.onInstalled(() => void ask(keep))
  return { promise, askAgain: () => ask(keep) }
})
