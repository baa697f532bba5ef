import { SEND_TAG } from '../../background/sendForAbsent'

/** Background Sync: Chrome and its kin have it. Where it is missing, or not allowed, an open page sends. */
type SyncManager = { readonly register: (tag: string) => Promise<void> }

/**
 * Asks for it when this page may soon not be able to send. A page that is being closed waits for nothing any more: whom
 * to ask is found out before.
 */
export function askForWakes(): void {
  const known: { manager?: SyncManager } = {}
  const ask = (): void => void known.manager?.register(SEND_TAG).catch(() => undefined)
  if ('serviceWorker' in navigator)
    void navigator.serviceWorker.ready.then((registration) => {
      // No library types it yet.
      if ('sync' in registration) known.manager = registration.sync as SyncManager
    })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') ask()
  })
  addEventListener('offline', ask)
}
