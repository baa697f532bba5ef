import { DeviceId, type PostId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'

type RegisterDeps = { readonly client: ServerClient; readonly postId: PostId; readonly newId: () => string }

/**
 * The device number is part of receipt numbers, so the tablet has one before anything is taken in. It is asked for at
 * every sign-in: a server that was restored from a backup may not know the tablet any more, and gives it another.
 * Undefined when there is none yet and the server gave none; throws when the tablet's own store failed.
 */
export async function registerDevice({ client, postId, newId }: RegisterDeps): Promise<DeviceId | undefined> {
  const db = new LocalDatabase(localDatabaseName(postId))
  const known = await readMeta(db, 'device')
  const deviceId = known?.deviceId ?? DeviceId.parse(newId())
  const answer = await client.session.registerDevice.mutate({ deviceId }).catch(() => undefined)
  if (!answer) return known?.deviceId
  await keepDeviceNumber(db, deviceId, answer.deviceNumber)
  return deviceId
}

/** Whatever another tab counts up meanwhile stays counted. */
async function keepDeviceNumber(db: LocalDatabase, deviceId: DeviceId, deviceNumber: number): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const known = await readMeta(db, 'device')
    await writeMeta(db, 'device', { nextDeviceSeq: 1, nextReceiptCounter: 0, ...known, deviceId, deviceNumber })
  })
}
