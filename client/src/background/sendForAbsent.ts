import type { PostId } from '@onetrip/shared/lib/ids'
import { createLockedEngine, sendOnce, type LockedEdges, type LockedStore } from '../sync/sendLocked'

/** Somebody whose store is on this tablet. */
export type AbsentAgent = { readonly postId: PostId; readonly store: LockedStore; readonly close: () => void }

export type AbsentDeps = {
  readonly openStores: () => Promise<readonly AbsentAgent[]>
  readonly edgesFor: (store: LockedStore) => LockedEdges
  /** Runs while nobody else holds the lock of that name; does nothing where somebody does. */
  readonly whileFree: (lock: string, run: () => Promise<void>) => Promise<void>
  readonly isWanted: (lock: string) => Promise<boolean>
}

/** Under which the browser is asked to wake the service worker when there is a network. */
export const SEND_TAG = 'onetrip-send'

/** One for each agent of a tablet: who holds it sends from that agent's store. */
export const syncLockOf = (postId: PostId): string => `onetrip-sync-${postId}`

/**
 * Sends what lies ready for every agent of the tablet who is not there. An agent who is there holds the lock and sends
 * for themselves. True when nothing is left that another try could send.
 */
export async function sendForAbsent(deps: AbsentDeps): Promise<boolean> {
  const done = { all: true }
  for (const { postId, store, close } of await deps.openStores()) {
    const lock = syncLockOf(postId)
    try {
      await deps.whileFree(lock, async () => {
        const sent = await sendOnce(createLockedEngine(store, deps.edgesFor(store)), () => deps.isWanted(lock))
        if (sent.kind === 'left') done.all = false
      })
    } finally {
      close()
    }
  }
  return done.all
}
