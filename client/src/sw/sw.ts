import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { createAbsentDeps } from '../background/browser'
import { sendForAbsent, SEND_TAG } from '../background/sendForAbsent'
import { DeviceRegistry } from '../db/deviceRegistry'

/*
 * The agent app's worker: it keeps the app itself on the tablet, so that a cold start in a basement works.
 * People's data it neither reads nor caches; it sends what lies sealed in IndexedDB when the browser says that there is
 * a network again and no page may be open.
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

// Background Sync, where the browser has it. What fails is asked for again by the browser, with its own back-off.
self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent
  if (tag === SEND_TAG) (event as SyncEvent).waitUntil(sendAll())
})

/** Only some browsers have it, and the library types it nowhere. */
type SyncEvent = ExtendableEvent & { readonly tag: string }

async function sendAll(): Promise<void> {
  const isAllSent = await sendForAbsent(createAbsentDeps(new DeviceRegistry()))
  if (!isAllSent) throw new Error('something is left to send')
}

function isSkipWaiting(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'SKIP_WAITING'
}
