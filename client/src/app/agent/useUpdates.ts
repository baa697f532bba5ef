import { onScopeDispose } from 'vue'
import { Workbox } from 'workbox-window'
import { offerUpdates, type Updates } from './offerUpdates'
import { workerUrl } from './workerUrl'

/** Registers the service worker and offers its successors to the person. */
export function useUpdates(): Updates {
  const workbox = new Workbox(workerUrl(), { scope: '/agent/' })
  const updates = offerUpdates(workbox, () => location.reload())
  // Only a build has a worker; the development server has none.
  if (import.meta.env.PROD) {
    void workbox.register()
    askWhenShown(workbox)
  }
  return updates
}

/** The page of an installed app lives for days; without this nobody would ask for a newer version. */
function askWhenShown(workbox: Workbox): void {
  const stop = new AbortController()
  const ask = (): void => {
    // Fails without network: then there is nothing to learn, and the next time will do.
    if (document.visibilityState === 'visible') workbox.update().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask, { signal: stop.signal })
  onScopeDispose(() => stop.abort())
}
