import type { SyncStorage } from '../db/syncStorage'

type Meeting = { readonly storage: Pick<SyncStorage, 'readPosition' | 'beginEpoch'> }

/**
 * Every answer carries the server's epoch. Another one than before means that the server was restored from
 * a backup: what it acknowledged since may be gone, so the tablet offers anew all that it still holds.
 */
export async function meetEpoch({ storage }: Meeting, epoch: string): Promise<boolean> {
  const known = await storage.readPosition()
  if (known.epoch === epoch) return false
  await storage.beginEpoch(epoch)
  return true
}
