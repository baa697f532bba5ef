/** Remembers, for this tab only, who was there last: their name is asked for first. It opens nothing. */
export type OpenedMemory = {
  readonly recall: () => string | undefined
  readonly keep: (postId: string) => void
}

const OPENED_KEY = 'onetrip.opened'

/** `storage`: the tab's `sessionStorage`. */
export const createOpenedMemory = (storage: Pick<Storage, 'getItem' | 'setItem'>): OpenedMemory => ({
  recall: () => storage.getItem(OPENED_KEY) ?? undefined,
  keep: (postId) => storage.setItem(OPENED_KEY, postId),
})
