import { toBase64 } from '@onetrip/shared/lib/base64'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'

/** A key to which a test seals, and whose private half nobody has. */
export async function mintTestSealingKey(keyId = '0123456789abcdef'): Promise<SealingKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { keyId, alg: 'hpke-p256-sha256-aes256gcm', publicKey: toBase64(point) }
}
