import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/*
 * The agent app's worker: it keeps the app itself on the tablet, so that a cold start in a basement works.
 * People's data is none of its business; that lies in IndexedDB, and only an open page sends it.
 */
declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: PrecacheEntry[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// Every page of the app is the same document; what lies outside `/agent/` never comes here (scope).
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')))

// A new version takes over when a person says so (app/agent/useUpdates.ts), never by itself.
self.addEventListener('message', (event) => {
  if (isSkipWaiting(event.data)) void self.skipWaiting()
})

function isSkipWaiting(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'SKIP_WAITING'
}
