import type { DistrictId, FeedId } from '@onetrip/shared/lib/ids'
import type { Poke } from '@onetrip/shared/wire/pull'

/** A feed of some district stands at `seq`. */
export type FeedNews = Poke & { readonly districtId: DistrictId }

export type PokeHub = {
  /** A poke for each of the feeds as it stands, then one for each move; ends with the signal, and with the hub. */
  readonly watch: (feedIds: readonly FeedId[], signal: AbortSignal) => AsyncGenerator<Poke, void>
  /** Ends every watch, and those that begin later. Who is about to stop must not wait for those who listen. */
  readonly close: () => void
}

export type PokeHubDeps = {
  readonly districtId: DistrictId
  /** Where feeds stand in the database. */
  readonly readHeads: (feedIds: readonly FeedId[]) => Promise<ReadonlyMap<FeedId, number>>
  /**
   * How long a watcher's news are held back now, asked anew after each rest; 0 tells them. Whoever is told asks: while
   * more comes in than the house can take, one poke has to do for many moves. [SYNC-R27]
   */
  readonly restMs?: () => number
}

/** For as long in all, whatever comes in meanwhile. */
const LONGEST_REST_MS = 30_000

/** A hub, with what feeds it: `tell` at news from the database, `lookAgain` where some may have been missed. */
export type RunningPokeHub = PokeHub & {
  readonly tell: (news: FeedNews) => void
  readonly lookAgain: () => Promise<void>
}

/**
 * Hands the news of one process's database connection to everybody who watches. Numbers only ever grow for a watcher:
 * news that overtake each other are told once.
 */
export function createPokeHub({ districtId, readHeads, restMs = () => 0 }: PokeHubDeps): RunningPokeHub {
  const watchers = new Set<Watcher>()
  const state = { isClosed: false }
  const tell = (poke: Poke): void => {
    for (const watcher of watchers) watcher.tell(poke)
  }
  async function restWhileBusy(watcher: Watcher, hasEnded: () => boolean): Promise<void> {
    let leftMs = LONGEST_REST_MS
    for (let ms = restMs(); ms > 0 && leftMs > 0 && !hasEnded(); ms = restMs()) {
      await watcher.rest(Math.min(ms, leftMs))
      leftMs -= ms
    }
  }
  return {
    tell: ({ districtId: whose, feedId, seq }) => {
      if (whose === districtId) tell({ feedId, seq })
    },
    lookAgain: async () => {
      const feedIds = [...new Set([...watchers].flatMap((watcher) => watcher.feedIds))]
      if (feedIds.length === 0) return
      for (const [feedId, seq] of await readHeads(feedIds)) tell({ feedId, seq })
    },
    close: () => {
      state.isClosed = true
      for (const watcher of watchers) watcher.wake()
    },
    async *watch(feedIds, signal) {
      const hasEnded = (): boolean => signal.aborted || state.isClosed
      const watcher = createWatcher(feedIds, hasEnded)
      signal.addEventListener('abort', watcher.wake, { once: true })
      // Watch before looking: what moves in between must not be missed.
      watchers.add(watcher)
      try {
        const heads = await readHeads(feedIds)
        for (const feedId of feedIds) watcher.tell({ feedId, seq: heads.get(feedId) ?? 0 })
        while (!hasEnded()) {
          yield* watcher.take()
          await watcher.news()
          await restWhileBusy(watcher, hasEnded)
        }
      } finally {
        watchers.delete(watcher)
      }
    },
  }
}

type Watcher = {
  readonly feedIds: readonly FeedId[]
  readonly tell: (poke: Poke) => void
  /** What was told and not yet taken. */
  readonly take: () => Poke[]
  /** Resolves when there is something to take, or the watch has ended. */
  readonly news: () => Promise<void>
  /** Resolves after so long, or when the watch has ended. */
  readonly rest: (ms: number) => Promise<void>
  readonly wake: () => void
}

function createWatcher(feedIds: readonly FeedId[], hasEnded: () => boolean): Watcher {
  const told = new Map<FeedId, number>(feedIds.map((feedId) => [feedId, -1]))
  const waiting = new Map<FeedId, number>()
  const state: { resolve: () => void; endRest: () => void } = { resolve: () => undefined, endRest: () => undefined }
  return {
    feedIds,
    tell: ({ feedId, seq }) => {
      const last = told.get(feedId)
      if (last === undefined || seq <= last) return
      told.set(feedId, seq)
      waiting.set(feedId, seq)
      state.resolve()
    },
    take: () => {
      const pokes = Array.from(waiting, ([feedId, seq]) => ({ feedId, seq }))
      waiting.clear()
      return pokes
    },
    news: () =>
      new Promise((resolve) => {
        state.resolve = resolve
        if (waiting.size > 0 || hasEnded()) resolve()
      }),
    rest: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, hasEnded() ? 0 : ms)
        state.endRest = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => {
      state.resolve()
      state.endRest()
    },
  }
}
