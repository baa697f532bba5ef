import { onScopeDispose } from 'vue'
import { Workbox } from 'workbox-window'
import { trustedScriptUrl } from '../shell/trustedScriptUrl'
import { offerUpdates, type Updates } from './offerUpdates'

const WORKER_PATH = '/agent/sw.js'
const SCOPE = '/agent/'

/** Registers the service worker and offers its successors to the person. `settled`: as the door has it. */
export function useUpdates(settled: () => Promise<boolean>): Updates {
  const workbox = new Workbox(trustedScriptUrl(WORKER_PATH), { scope: SCOPE })
  // Only a build has a worker; the development server has none.
  if (import.meta.env.PROD) {
    // Without one the app needs the network to start, and the next start tries again.
    workbox.register().catch(() => undefined)
    askWhenShown(workbox)
  }
  const worker = {
    addEventListener: workbox.addEventListener.bind(workbox),
    messageSkipWaiting: () => workbox.messageSkipWaiting(),
    look: lookForNewer,
  }
  return offerUpdates(worker, { settled, reload: () => location.reload() })
}

/** Whether a newer version is being installed, or is waiting. Throws when the server cannot be asked. */
async function lookForNewer(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  await registration?.update()
  return Boolean(registration?.installing ?? registration?.waiting)
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
