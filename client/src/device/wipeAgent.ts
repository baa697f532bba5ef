import { Dexie } from 'dexie'
import { PostId } from '@onetrip/shared/lib/ids'
import { localDatabaseName, type DeviceRegistry } from '../db/deviceRegistry'
import { LocalDatabase } from '../db/localDatabase'
import { readMeta } from '../db/meta'

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
 * Cut short anywhere it is finished by the next page. Other agents of the tablet lose nothing.
 */
export async function wipeAgent({ postId, db, registry, removeFolder }: Wiping): Promise<void> {
  const name = localDatabaseName(postId)
  await registry.agents.update(postId, { isBeingWiped: true })
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

/**
 * Ends what was begun. A store in which somebody works again is left alone: it has a device's number, which one that was
 * destroyed has not.
 */
export async function finishWipes({
  registry,
  removeFolder,
}: Pick<Wiping, 'registry' | 'removeFolder'>): Promise<void> {
  for (const { postId, isBeingWiped } of await registry.agents.toArray()) {
    if (isBeingWiped !== true) continue
    const db = new LocalDatabase(localDatabaseName(postId))
    if (await readMeta(db, 'device')) db.close()
    else await wipeAgent({ postId: PostId.parse(postId), db, registry, removeFolder })
  }
}
