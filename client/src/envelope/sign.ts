import { toBase64 } from '@onetrip/shared/lib/base64'
import type { DeviceId, DistrictId, UploadId } from '@onetrip/shared/lib/ids'
import type { StandingInput } from '@onetrip/shared/wire/device'
import { standingProof, uploadProof } from '@onetrip/shared/wire/envelope'
import type { LocalDatabase } from '../db/localDatabase'
import { readMeta } from '../db/meta'

/** ECDSA P-256 over SHA-256: 64 bytes. */
export const sign = async (key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes))

type Device = { readonly db: LocalDatabase; readonly districtId: DistrictId; readonly deviceId: DeviceId }

/** Signs that an upload is this device's own, as base64; undefined while the device has no key. */
export function createUploadProof({ db, districtId, deviceId }: Device) {
  const readSigningKey = rememberSigningKey(db)
  const last: { uploadId?: UploadId; proof?: string | undefined } = {}
  return async (uploadId: UploadId): Promise<string | undefined> => {
    // One proof serves all pieces of an upload.
    if (last.uploadId === uploadId && last.proof !== undefined) return last.proof
    const key = await readSigningKey()
    const proof = key && toBase64(await sign(key, uploadProof(districtId, { deviceId, uploadId })))
    Object.assign(last, { uploadId, proof })
    return proof
  }
}

/** Signs what the device says of itself, as base64; undefined while it has no key. */
export async function proveStanding(
  { db, districtId }: Pick<Device, 'db' | 'districtId'>,
  said: StandingInput,
): Promise<string | undefined> {
  const key = await rememberSigningKey(db)()
  return key && toBase64(await sign(key, standingProof(districtId, said)))
}

/** The device's own key; undefined until it has registered with one, and never another after that. */
export function rememberSigningKey(db: LocalDatabase): () => Promise<CryptoKey | undefined> {
  const known: { key: CryptoKey | undefined } = { key: undefined }
  return async () => {
    known.key ??= (await readMeta(db, 'device'))?.signingKey
    return known.key
  }
}
