import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/**
 * What a query of the tablet's tables says. Before it is `ready` nothing is known, and nothing may be called
 * empty. `failed`: it could not be read and is tried again; `last` is what it said before that, if anything.
 */
export type Live<Value> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'ready'; readonly value: Value }
  | { readonly kind: 'failed'; readonly last: Value | undefined }

/** The newest that is known; undefined while nothing is. */
export function lastOf<Value>(live: Live<Value>): Value | undefined {
  if (live.kind === 'reading') return undefined
  return live.kind === 'ready' ? live.value : live.last
}

const RETRY_MS = 5_000

/** Tells what the query says now and after each change of what it read, in any tab, until the returned function is called. */
export function followLive<Value>(query: () => Promise<Value>, tell: (state: Live<Value>) => void): () => void {
  const known: { last: Value | undefined } = { last: undefined }
  const running = { stop: (): void => undefined }

  function run(): void {
    // A failure is an answer, too: Dexie would tell nobody of a closed database, and never ask it again.
    const answers = liveQuery(async (): Promise<Live<Value>> => {
      try {
        return { kind: 'ready', value: await query() }
      } catch {
        return { kind: 'failed', last: known.last }
      }
    })
    const retry: { timer?: ReturnType<typeof setTimeout> } = {}
    const subscription = answers.subscribe((state) => {
      clearTimeout(retry.timer)
      if (state.kind === 'ready') known.last = state.value
      if (state.kind === 'failed') retry.timer = setTimeout(again, RETRY_MS)
      tell(state)
    })
    running.stop = () => {
      clearTimeout(retry.timer)
      subscription.unsubscribe()
    }
  }

  function again(): void {
    running.stop()
    run()
  }

  run()
  return () => running.stop()
}

export type LiveSource<Value> = {
  readonly state: Readonly<ShallowRef<Live<Value>>>
  /** Reads until the returned function is called. However many follow, it is read once; with the last of them it ends. */
  readonly follow: () => () => void
}

/** A query that several pages share. While nobody follows, nothing is read, and nothing is known. */
export function createLive<Value>(query: () => Promise<Value>): LiveSource<Value> {
  const state = shallowRef<Live<Value>>({ kind: 'reading' })
  const followers = new Set<object>()
  const running = { stop: (): void => undefined }
  return {
    state,
    follow: () => {
      const follower = {}
      followers.add(follower)
      if (followers.size === 1)
        running.stop = followLive(query, (next) => {
          state.value = next
        })
      return () => {
        if (!followers.delete(follower) || followers.size > 0) return
        running.stop()
        state.value = { kind: 'reading' }
      }
    },
  }
}

/** A query about what the page shows just now: asked anew when the subjects change. Lives as long as the calling scope. */
export function useLiveOf<Subject extends string, Value>(
  subjects: () => readonly Subject[],
  query: (subjects: readonly Subject[]) => Promise<Value>,
): Readonly<ShallowRef<Live<Value>>> {
  const state = shallowRef<Live<Value>>({ kind: 'reading' })
  const tell = (next: Live<Value>): void => {
    state.value = next
  }
  watch(
    () => subjects().join(' '),
    (_now, _before, onCleanup) => {
      const asked = subjects()
      tell({ kind: 'reading' })
      onCleanup(followLive(() => query(asked), tell))
    },
    // At once, so that no answer about others is taken for one about these.
    { immediate: true, flush: 'sync' },
  )
  return state
}

/** Of several that a page shows together: it knows nothing before it knows all, and no more than the worst of them. */
export function joinKinds(...kinds: readonly Live<unknown>['kind'][]): Live<unknown>['kind'] {
  if (kinds.includes('failed')) return 'failed'
  return kinds.includes('reading') ? 'reading' : 'ready'
}

/**
 * The last good answer of a query, `initial` before the first: for what nobody takes for a statement about the
 * tablet while it is still being read. Lives as long as the calling scope.
 */
export function useLive<Value>(query: () => Promise<Value>, initial: Value): Readonly<ShallowRef<Value>> {
  const value = shallowRef(initial)
  const stop = followLive(query, (state) => {
    if (state.kind === 'ready') value.value = state.value
  })
  onScopeDispose(stop)
  return value
}
