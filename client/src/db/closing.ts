import type { LocalDatabase } from './localDatabase'
import { readMeta, writeMeta } from './meta'

/** The tablet was called back, and its store is about to be destroyed. As good as closed: nothing was written. */
export class ClosingStoreError extends Error {
  override readonly name = 'ClosingStoreError'
}

/**
 * To be asked in the transaction that writes what somebody hands in, over `meta`: it is before the last look and is
 * seen there, or after it and writes nothing. [SYNC-R18]
 */
export async function assertNotClosing(db: LocalDatabase): Promise<void> {
  if (await readMeta(db, 'closing')) throw new ClosingStoreError('the store is about to be destroyed')
}

/** From here on no tab hands anything in. In the transaction of the last look. */
export const markClosing = (db: LocalDatabase): Promise<void> => writeMeta(db, 'closing', true)

/** The tablet is wanted after all. */
export async function unmarkClosing(db: LocalDatabase): Promise<void> {
  if (await readMeta(db, 'closing')) await db.meta.delete('closing')
}
