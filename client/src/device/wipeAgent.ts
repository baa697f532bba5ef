import { Dexie } from 'dexie'
import type { PostId } from '@onetrip/shared/lib/ids'
import { localDatabaseName, type DeviceRegistry } from '../db/deviceRegistry'
import type { LocalDatabase } from '../db/localDatabase'

type Wiping = {
  readonly postId: PostId
  /** Closed for good: a query of this page would otherwise make the store anew, empty. */
  readonly db: LocalDatabase
  readonly registry: DeviceRegistry
  /** Takes away a folder of the browser's file system; nothing happens where there is none. */
  readonly removeFolder: (name: string) => Promise<void>
}

/**
 * Destroys all that a tablet holds of one agent: the store with its keys, then the folder of second copies, from which
 * a step can be sent for as long as the store may still be there, and last the line by which the tablet knows the agent.
 * Cut short anywhere it can be done once more. Other agents of the tablet lose nothing.
 */
export async function wipeAgent({ postId, db, registry, removeFolder }: Wiping): Promise<void> {
  const name = localDatabaseName(postId)
  db.close()
  try {
    await Dexie.delete(name)
    await removeFolder(name)
  } catch (error) {
    // It is tried again later, by a page that has a store to read, were it an empty one.
    await db.open()
    throw error
  }
  await registry.agents.delete(postId)
}
