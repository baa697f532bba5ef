import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** What the browser believes. `true` does not promise a server: only an answered request does. */
export function useOnline(): Readonly<Ref<boolean>> {
  const isOnline = ref(navigator.onLine)
  const stop = new AbortController()
  const update = (): void => {
    isOnline.value = navigator.onLine
  }
  window.addEventListener('online', update, { signal: stop.signal })
  window.addEventListener('offline', update, { signal: stop.signal })
  onScopeDispose(() => stop.abort())
  return readonly(isOnline)
}
