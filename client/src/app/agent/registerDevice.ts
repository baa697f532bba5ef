import { DeviceId, type PostId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../../api/serverClient'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'

type RegisterDeps = { readonly client: ServerClient; readonly postId: PostId; readonly newId: () => string }

/**
 * The device number is part of receipt numbers, so the tablet has one before anything is taken in. Undefined when
 * the server gave none; throws when the tablet's own store failed.
 */
export async function registerDevice({ client, postId, newId }: RegisterDeps): Promise<DeviceId | undefined> {
  const db = new LocalDatabase(localDatabaseName(postId))
  const known = await readMeta(db, 'device')
  if (known) return known.deviceId
  const deviceId = DeviceId.parse(newId())
  const answer = await client.session.registerDevice.mutate({ deviceId }).catch(() => undefined)
  if (!answer) return undefined
  const { deviceNumber } = answer
  await writeMeta(db, 'device', { deviceId, deviceNumber, nextDeviceSeq: 1, nextReceiptCounter: 0 })
  return deviceId
}
