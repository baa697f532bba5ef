import type { DeviceId } from '@onetrip/shared/lib/ids'
import { findDevice, type StoredDevice } from '../../db/devices'
import { findNamedPost } from '../../db/people'
import { inTransaction } from '../../db/transaction'
import { guestOf } from '../access/guest'
import type { Actor } from '../actor'
import type { House } from '../house'

/**
 * Who sends: somebody who is signed in, or a device that signs what it sends, in the name of the agent whose store it
 * is. An ended session, and an ended post, keep nothing from being handed in: it was made while they held.
 */
export type Sender =
  | { readonly by: 'session'; readonly actor: Actor }
  | { readonly by: 'device'; readonly actor: Actor; readonly device: SigningDevice }

/** Somebody who is signed in, as a sender. */
export const bySession = (actor: Actor): Sender => ({ by: 'session', actor })

export type SigningDevice = StoredDevice & { readonly signingKey: Buffer }

/** The device as a sender. Undefined for one that is not known here, or has no key: all alike. */
export async function findSendingDevice(house: House, deviceId: DeviceId): Promise<Sender | undefined> {
  const { districtId } = house
  const found = await inTransaction(house.pool, guestOf(districtId), async (tx) => {
    const device = await findDevice(tx, districtId, deviceId)
    return device && { device, post: await findNamedPost(tx, districtId, device.postId) }
  })
  if (!found?.post || found.post.role !== 'agent' || !canSign(found.device)) return undefined
  const { device, post } = found
  const actor = { districtId, role: post.role, postId: post.postId, personId: post.personId, unitId: post.unitId }
  return { by: 'device', actor, device }
}

/** A device without a session speaks for itself alone; a session, for every device of its station. */
export const isSendersOwn = (sender: Sender, { deviceId }: Pick<StoredDevice, 'deviceId'>): boolean =>
  sender.by === 'session' || deviceId === sender.device.deviceId

const canSign = (device: StoredDevice): device is SigningDevice => device.signingKey !== null
