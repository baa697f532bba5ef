import { IV_BYTES, scanLabel } from '@onetrip/shared/wire/envelope'
import { travellingBytes, type StoredUpload } from '../../db/uploads'
import type { House } from '../house'

/**
 * The scan in the bytes that an upload brought; undefined when they do not open. By WebCrypto, which works beside the
 * event loop.
 */
export async function openScan(
  { districtId, envelopes }: Pick<House, 'districtId' | 'envelopes'>,
  upload: StoredUpload,
  brought: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { sealed, deviceId, caseId, scanId } = upload
  if (!sealed) return brought
  if (brought.length !== travellingBytes(upload)) return undefined
  const name = { districtId, deviceId, caseId, scanId, keyId: sealed.keyId }
  const key = await envelopes.openScanKey(name, Uint8Array.from(sealed.key))
  return key.ok ? decrypt(key.value, brought, scanLabel(caseId, scanId)) : undefined
}

async function decrypt(
  key: Uint8Array,
  sealed: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const aes = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, ['decrypt'])
  const iv = sealed.subarray(0, IV_BYTES)
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, aes, sealed.subarray(IV_BYTES)).then(
    (clear) => new Uint8Array(clear),
    () => undefined,
  )
}
