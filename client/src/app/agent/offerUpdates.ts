import { readonly, ref, type Ref } from 'vue'

type WorkerEvents = {
  readonly addEventListener: (type: 'waiting' | 'controlling', listener: () => void) => void
  readonly messageSkipWaiting: () => void
}

export type Updates = {
  /** A newer version is on the tablet and waits for a word. */
  readonly isReady: Readonly<Ref<boolean>>
  readonly apply: () => void
}

/**
 * Turns the worker's life into an offer. Nothing is replaced unasked; if another tab let the new version in,
 * this page is offered the reload too, because the pieces that it has not loaded yet are gone.
 */
export function offerUpdates(worker: WorkerEvents, reload: () => void): Updates {
  const isReady = ref(false)
  const isAsked = ref(false)
  const isTakenOver = ref(false)

  worker.addEventListener('waiting', () => {
    isReady.value = true
  })
  worker.addEventListener('controlling', () => {
    isTakenOver.value = true
    isReady.value = true
    if (isAsked.value) reload()
  })

  return {
    isReady: readonly(isReady),
    apply() {
      isAsked.value = true
      if (isTakenOver.value) reload()
      else worker.messageSkipWaiting()
    },
  }
}
