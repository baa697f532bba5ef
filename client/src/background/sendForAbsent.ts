import type { PostId } from '@onetrip/shared/lib/ids'
import { createLockedEngine, sendOnce, type LockedEdges, type LockedStore, type Sent } from '../sync/sendLocked'

/** Somebody whose store is on this tablet. */
export type AbsentAgent = { readonly postId: PostId; readonly store: LockedStore; readonly close: () => void }

/** A store that did not open: broken, or a newer app's. */
export type Unopened = { readonly error: unknown }

export type AbsentDeps = {
  readonly openStores: () => Promise<readonly (AbsentAgent | Unopened)[]>
  readonly edgesFor: (store: LockedStore) => LockedEdges
  /** Runs while nobody else holds the lock of that name; does nothing where somebody does. */
  readonly whileFree: (lock: string, run: () => Promise<void>) => Promise<void>
  readonly isWanted: (lock: string) => Promise<boolean>
  /** From now on tells the agent's own tabs that somebody works here; answers how to end it. */
  readonly answerTabs: (postId: PostId) => () => void
  /** What else is done for an agent who is not there, once what could go has gone. */
  readonly afterSending?: (agent: AbsentAgent) => Promise<void>
  readonly log: (error: unknown) => void
}

/** Under which the browser is asked to wake the service worker when there is a network. */
export const SEND_TAG = 'onetrip-send'

/** One for each agent of a tablet: who holds it sends from that agent's store. */
export const syncLockOf = (postId: PostId): string => `onetrip-sync-${postId}`

/** On which the tabs of an agent, and whoever sends for them meanwhile, speak to each other. */
export const syncChannelOf = (postId: PostId): string => `onetrip-sync-${postId}`

/**
 * Sends what lies ready for every agent of the tablet who is not there. An agent who is there holds the lock and sends
 * for themselves. One store's trouble keeps no other back. True when nothing is left that another try could send.
 */
export async function sendForAbsent(deps: AbsentDeps): Promise<boolean> {
  const done = { all: true }
  for (const agent of await deps.openStores()) {
    try {
      if ('error' in agent) throw agent.error
      if ((await sendFor(agent, deps)) === 'left') done.all = false
    } catch (error) {
      deps.log(error)
      done.all = false
    }
  }
  return done.all
}

async function sendFor(agent: AbsentAgent, deps: AbsentDeps): Promise<Sent['kind']> {
  const { postId, store, close } = agent
  const lock = syncLockOf(postId)
  const done: { sent?: Sent } = {}
  try {
    await deps.whileFree(lock, async () => {
      const endAnswering = deps.answerTabs(postId)
      try {
        done.sent = await sendOnce(createLockedEngine(store, deps.edgesFor(store)), () => deps.isWanted(lock))
        if (done.sent.kind !== 'gave-way') await deps.afterSending?.(agent)
      } finally {
        endAnswering()
      }
    })
    // Whoever holds the lock may be a page that is frozen, or about to be killed.
    return done.sent?.kind ?? ((await hasWaiting(store)) ? 'left' : 'all')
  } finally {
    close()
  }
}

async function hasWaiting({ db }: LockedStore): Promise<boolean> {
  const counts = [db.outbox, db.uploads].map((table) => table.where('state').equals('waiting').count())
  return (await Promise.all(counts)).some((count) => count > 0)
}
