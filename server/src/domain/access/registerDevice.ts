import { PostId, StationId, type DeviceId } from '@onetrip/shared/lib/ids'
import { MAX_RECEIPT_PART } from '@onetrip/shared/lib/receiptNumber'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { addDevice, findDevice, lockDeviceNumbers, setSigningKey, type StoredDevice } from '../../db/devices'
import { bindSession } from '../../db/sessions'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { takeCode } from './registrationCode'
import type { Session } from './session'
import { addressBlock, giveBackTry, takeTry, type CountedTry, type TryLimit } from './tries'

/** The device is another station's: receipts that it minted bear that station's number, so it must begin anew. */
export type DeviceRefusal = 'foreign-device'

/** Wrong codes in a quarter of an hour. Whoever tries is signed in; the last line is against a flood from many. */
const MAX_TRIES = { post: 10, address: 100, everywhere: 1000 }

/** What a tablet says of itself, and the network address that it says it from. */
export type Registration = RegisterDeviceInput & {
  readonly address: string
  readonly session: Pick<Session, 'tokenSha256'>
}

type Incoming = {
  readonly actor: Actor
  readonly deviceId: DeviceId
  readonly stationId: StationId
  readonly signingKey: Buffer | null
  readonly session: Registration['session']
  readonly now: Instant
}

/**
 * Gives a tablet its number in the agent's station, once: asked again with the same id, it is the same number. One
 * that is not known needs a code; how often one may try is counted before the code is looked at. [SYNC-R17]
 * `malformed-key`: what came as a key is no point of the curve.
 */
export async function registerDevice(
  house: House,
  actor: Actor,
  { deviceId, publicKey, code, address, session }: Registration,
): Promise<Result<RegisterDeviceAnswer, 'malformed-key'>> {
  const signingKey = publicKey === undefined ? null : Buffer.from(publicKey, 'base64')
  if (signingKey && !(await isOnCurve(signingKey))) return err('malformed-key')
  const stationId = StationId.parse(actor.unitId)
  const incoming = { actor, deviceId, signingKey, stationId, session, now: house.clock() }

  const met = await inTransaction(house.pool, actor, (tx) => meetAgain(tx, house, incoming))
  if (met) return ok(met)
  if (code === undefined) return ok({ status: 'code-wanted' })
  const limits = limitsFor(house, actor, address)
  const tried = await inTransaction(house.pool, actor, (tx) =>
    takeTry(tx, actor.districtId, { limits, now: incoming.now }),
  )
  if (tried.status === 'too-many-tries') return ok(tried)
  return ok(await admit(house, { ...incoming, code, counted: tried.counted }))
}

/** A device that is known, without a code; undefined for one that is not. Its key is set once. [SYNC-R17] */
async function meetAgain(tx: Tx, house: House, incoming: Incoming): Promise<RegisterDeviceAnswer | undefined> {
  const { actor, deviceId, stationId, signingKey } = incoming
  const device = await findDevice(tx, actor.districtId, deviceId)
  if (!device) return undefined
  if (device.stationId !== stationId || device.postId !== actor.postId) return { status: 'id-taken' }
  if (signingKey && !(await isItsKey(tx, house, { ...incoming, signingKey, device }))) return { status: 'id-taken' }
  await bindSession(tx, actor.districtId, { ...incoming.session, deviceId })
  return { status: 'registered', deviceNumber: device.deviceNumber, stationId }
}

type WithKey = Incoming & { readonly signingKey: Buffer; readonly device: StoredDevice }

/** Whether the device has this key; one that has none gets it. */
async function isItsKey(tx: Tx, house: House, { actor, now, device, signingKey }: WithKey): Promise<boolean> {
  if (device.signingKey) return device.signingKey.equals(signingKey)
  const { districtId } = actor
  const { deviceId, deviceNumber } = device
  if (await setSigningKey(tx, districtId, { deviceId, signingKey })) {
    await trace(tx, house, { actor, now, deviceId, detail: { deviceNumber, key: 'set' } })
    return true
  }
  // Another request of the same moment was faster, perhaps the same one again.
  const again = await findDevice(tx, districtId, deviceId)
  return again?.signingKey?.equals(signingKey) ?? false
}

type Admission = Incoming & { readonly code: RegistrationCode; readonly counted: CountedTry }

/** Lets a new device in with its code, under the station's next number. */
async function admit(house: House, incoming: Admission): Promise<RegisterDeviceAnswer> {
  const { actor, deviceId, stationId, signingKey, now, code, counted } = incoming
  const { districtId } = actor
  return inTransaction(house.pool, actor, async (tx) => {
    await lockDeviceNumbers(tx, districtId, stationId)
    // The same request twice at once: the second meets what the first has made, and uses up no code.
    const met = await meetAgain(tx, house, incoming)
    if (!met && !(await takeCode(tx, house, { districtId, stationId, deviceId, code, now }))) {
      await trace(tx, house, { actor, now, deviceId, detail: { outcome: 'wrong-code' } })
      return { status: 'wrong-code' }
    }
    await giveBackTry(tx, districtId, counted)
    if (met) return met
    const postId = PostId.parse(actor.postId)
    const device = { deviceId, stationId, postId, signingKey, registeredAt: now }
    const deviceNumber = await addDevice(tx, districtId, device)
    if (deviceNumber > MAX_RECEIPT_PART) throw new Error(`station ${stationId} has used up its device numbers`)
    await bindSession(tx, districtId, { ...incoming.session, deviceId })
    await trace(tx, house, { actor, now, deviceId, detail: { deviceNumber } })
    return { status: 'registered', deviceNumber, stationId }
  })
}

function limitsFor({ sha256Hex }: House, { postId }: Actor, address: string): TryLimit[] {
  return [
    { bucket: 'registration everywhere', max: MAX_TRIES.everywhere },
    { bucket: `registration post ${sha256Hex(`post ${postId}`)}`, max: MAX_TRIES.post },
    { bucket: `registration address ${sha256Hex(`address ${addressBlock(address)}`)}`, max: MAX_TRIES.address },
  ]
}

/** WebCrypto takes no other point than one of the curve. */
async function isOnCurve(point: Buffer): Promise<boolean> {
  const bytes = Uint8Array.from(point)
  const key = crypto.subtle.importKey('raw', bytes, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
  return key.then(
    () => true,
    () => false,
  )
}

type Seen = Pick<Incoming, 'actor' | 'now' | 'deviceId'> & { readonly detail: Readonly<Record<string, unknown>> }

async function trace(tx: Tx, house: House, { actor, now, deviceId, detail }: Seen): Promise<void> {
  const seen = { procedure: 'session.registerDevice', entity: `device:${deviceId}`, detail }
  await leaveTrace(tx, house, { by: actor, at: now, ...seen })
}
