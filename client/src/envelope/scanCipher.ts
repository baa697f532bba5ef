import type { RandomBytes } from '@onetrip/shared/lib/ids'
import { hexOf } from '@onetrip/shared/lib/uuidBytes'
import { concat, IV_BYTES, SCAN_KEY_BYTES, scanLabel } from '@onetrip/shared/wire/envelope'
import type { ScanName, SealedScan, Sealer } from '../db/sealer'

const SCAN_ALG = 'scan-aes256gcm/1'

/** Seals a page when it is taken, under a key of its own: one ciphertext, for the tablet and for the way. */
export async function sealScan(
  name: ScanName,
  bytes: Uint8Array<ArrayBuffer>,
  random: RandomBytes,
): Promise<SealedScan> {
  const key = Uint8Array.from(random(SCAN_KEY_BYTES))
  const iv = Uint8Array.from(random(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(gcm(name, iv), await importKey(key), bytes)
  const body = concat([iv, new Uint8Array(sealed)])
  const bodySha256 = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))
  return { body: { alg: SCAN_ALG, keyId: '', bytes: body.buffer }, bodySha256, key }
}

/** Opens a page; one that an older app wrote lies open. */
export const openScan: Sealer['openScan'] = async (name, { body, key }) => {
  if (body.alg === 'clear') return new Uint8Array(body.bytes)
  if (body.alg !== SCAN_ALG || !key) throw new Error(`a page sealed with ${body.alg} cannot be opened`)
  const bytes = new Uint8Array(body.bytes)
  const opened = await crypto.subtle.decrypt(
    gcm(name, bytes.subarray(0, IV_BYTES)),
    await importKey(key),
    bytes.subarray(IV_BYTES),
  )
  return new Uint8Array(opened)
}

const importKey = (key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])

const gcm = ({ caseId, scanId }: ScanName, iv: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv,
  additionalData: scanLabel(caseId, scanId),
})
