/** Remembers, for this tab only, that the tablet was opened: a reload does not ask again, a cold start does. */
export type OpenedMemory = {
  /** Whose tablet it was, unless nobody has touched it for too long since: a browser may put a tab to sleep for days. */
  readonly recall: () => string | undefined
  readonly keep: (postId: string) => void
  readonly touch: () => void
  readonly forget: () => void
}

type MemoryDeps = {
  /** `sessionStorage` */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly nowMs: () => number
  readonly idleMs: number
}

const OPENED_KEY = 'onetrip.opened'
const TOUCHED_KEY = 'onetrip.touchedMs'

export function createOpenedMemory({ storage, nowMs, idleMs }: MemoryDeps): OpenedMemory {
  const touch = (): void => storage.setItem(TOUCHED_KEY, String(nowMs()))
  return {
    recall: () => {
      const touchedMs = Number(storage.getItem(TOUCHED_KEY) ?? Number.NaN)
      return nowMs() - touchedMs < idleMs ? (storage.getItem(OPENED_KEY) ?? undefined) : undefined
    },
    keep: (postId) => {
      storage.setItem(OPENED_KEY, postId)
      touch()
    },
    touch,
    forget: () => storage.removeItem(OPENED_KEY),
  }
}
