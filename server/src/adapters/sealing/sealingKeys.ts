import { createECDH, createHash } from 'node:crypto'
import type { RandomBytes } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'

const PREFIX = 'hpke_p256_'
const SCALAR_BYTES = 32
const CURVE = 'prime256v1'

/** A key of the house to which others seal. `scalar` is secret. */
export type PrivateSealingKey = { readonly scalar: Uint8Array<ArrayBuffer>; readonly publicKey: SealingKey }

export type SealingKeyRefusal = 'wrong-prefix' | 'not-base64' | 'wrong-length' | 'no-scalar'

/** Reads `hpke_p256_` + base64 of the private scalar (32 bytes, big-endian, 1 to n - 1). */
export function readSealingKey(text: string): Result<PrivateSealingKey, SealingKeyRefusal> {
  if (!text.startsWith(PREFIX)) return err('wrong-prefix')
  const coded = text.slice(PREFIX.length)
  const scalar = Buffer.from(coded, 'base64')
  if (scalar.toString('base64') !== coded) return err('not-base64')
  if (scalar.length !== SCALAR_BYTES) return err('wrong-length')
  const point = pointOf(scalar)
  return point ? ok({ scalar: Uint8Array.from(scalar), publicKey: toSealingKey(point) }) : err('no-scalar')
}

/** A new private key as text. It is as secret as `random` is. */
export function mintSealingKey(random: RandomBytes): string {
  const scalar = Buffer.from(random(SCALAR_BYTES))
  // One in 2^32 is none: the next draw is one.
  return pointOf(scalar) ? PREFIX + scalar.toString('base64') : mintSealingKey(random)
}

function pointOf(scalar: Buffer): Buffer | undefined {
  const ecdh = createECDH(CURVE)
  try {
    ecdh.setPrivateKey(scalar)
    return ecdh.getPublicKey()
  } catch {
    return undefined
  }
}

const toSealingKey = (point: Buffer): SealingKey => ({
  keyId: createHash('sha256').update(point).digest('hex').slice(0, 16),
  alg: 'hpke-p256-sha256-aes256gcm',
  publicKey: point.toString('base64'),
})
