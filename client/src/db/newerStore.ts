import type { Dexie } from 'dexie'

/** A newer app has taken this store over. What lies in it may mean something else by now. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError'
}

/**
 * Keeps an app out of the store of a newer one. By itself Dexie opens such a store all the same, and an older app would
 * write there what the newer cannot read, or lay it open. To be called when all versions are named. [SYNC-R26]
 */
export function keepOutOfNewer(db: Dexie): void {
  const known = db.verno
  const assertKnown = (): void => {
    // IndexedDB counts Dexie's versions in tens; what lies between is the same version, mended by Dexie.
    if (Math.floor(db.backendDB().version / 10) > known)
      throw new NewerStoreError(`the store is newer than version ${known}`)
  }
  db.on('ready', assertKnown, true)
}

/** Whether the store belongs to a newer app. Dexie wraps what stopped it from opening in its own. */
export function isNewerStoreError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'NewerStoreError' || ('inner' in error && isNewerStoreError(error.inner))
}
