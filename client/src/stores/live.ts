import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** What a table says, kept true: runs the query again whenever something that it read was changed, in any tab. */
export function useLive<Value>(query: () => Promise<Value>, initial: Value): Readonly<ShallowRef<Value>> {
  const value = shallowRef(initial)
  const subscription = liveQuery(query).subscribe({
    next: (next) => {
      value.value = next
    },
    // The last good answer stays; the sync report tells of a store that failed.
    error: () => undefined,
  })
  onScopeDispose(() => subscription.unsubscribe())
  return value
}
