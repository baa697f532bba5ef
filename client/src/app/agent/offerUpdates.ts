import { readonly, ref, type Ref } from 'vue'

type WorkerEvents = {
  readonly addEventListener: (type: 'waiting' | 'controlling', listener: () => void) => void
  readonly messageSkipWaiting: () => void
  /** Looks for a newer version; whether one is on its way. Throws without network. */
  readonly look: () => Promise<boolean>
}

type PageLife = {
  /** Resolves when everything that was typed is on the disk; false when it could not be written. */
  readonly settled: () => Promise<boolean>
  readonly reload: () => void
}

export type Updates = {
  /** A newer version is on the tablet and waits for a word. */
  readonly isReady: Readonly<Ref<boolean>>
  readonly apply: () => Promise<void>
  /** Looks for a newer version and puts it in as soon as it is here; `none` when there is none to be had now. */
  readonly fetch: () => Promise<'on-its-way' | 'none'>
}

/**
 * Turns the worker's life into an offer. Nothing is replaced unasked, and nothing while something typed is in memory
 * only; if another tab let the new version in, this page is offered the reload too, because the pieces that it has
 * not loaded yet are gone.
 */
export function offerUpdates(worker: WorkerEvents, { settled, reload }: PageLife): Updates {
  const isReady = ref(false)
  const isAsked = ref(false)
  const isWanted = ref(false)
  const isTakenOver = ref(false)

  async function reloadOnceSaved(): Promise<void> {
    if (await settled()) reload()
  }

  async function apply(): Promise<void> {
    if (!(await settled())) return
    if (isTakenOver.value) return reloadOnceSaved()
    isAsked.value = true
    worker.messageSkipWaiting()
  }

  worker.addEventListener('waiting', () => {
    isReady.value = true
    if (isWanted.value) void apply()
  })
  worker.addEventListener('controlling', () => {
    isTakenOver.value = true
    isReady.value = true
    if (isAsked.value) void reloadOnceSaved()
  })

  return {
    isReady: readonly(isReady),
    apply,
    async fetch() {
      isWanted.value = true
      const isComing = await worker.look().catch(() => false)
      isWanted.value = isComing
      return isComing ? 'on-its-way' : 'none'
    },
  }
}
