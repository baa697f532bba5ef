import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { RandomBytes } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'

const PRIVATE_PREFIX = 'whsk_'
const PUBLIC_PREFIX = 'whpk_'
const RAW_KEY_BYTES = 32

/** What comes before the 32 raw bytes in DER: PKCS#8 and SPKI for ed25519 (RFC 8410 §7, §4). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** Our keys to sign with. Several while one is being replaced; the receiver needs to know only one of them. */
export type PrivateKeys = readonly [KeyObject, ...KeyObject[]]

export type KeyRefusal =
  | { readonly kind: 'wrong-prefix'; readonly expected: string }
  | { readonly kind: 'not-base64' }
  | { readonly kind: 'wrong-length'; readonly bytes: number }
  /** The public half that came with a private key is not its own. */
  | { readonly kind: 'halves-differ' }

/** Reads `whsk_` + base64 of the 32-byte seed, or of seed and public key (64 bytes) as some tools write it. */
export function readPrivateKey(text: string): Result<KeyObject, KeyRefusal> {
  const raw = readKeyBytes(text, PRIVATE_PREFIX)
  if (!raw.ok) return raw
  if (raw.value.length !== RAW_KEY_BYTES && raw.value.length !== 2 * RAW_KEY_BYTES)
    return err({ kind: 'wrong-length', bytes: raw.value.length })
  const seed = raw.value.subarray(0, RAW_KEY_BYTES)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const publicHalf = raw.value.subarray(RAW_KEY_BYTES)
  if (publicHalf.length > 0 && !publicHalf.equals(publicBytes(key))) return err({ kind: 'halves-differ' })
  return ok(key)
}

/** Reads `whpk_` + base64 of the 32 raw bytes. */
export function readPublicKey(text: string): Result<KeyObject, KeyRefusal> {
  const raw = readKeyBytes(text, PUBLIC_PREFIX)
  if (!raw.ok) return raw
  if (raw.value.length !== RAW_KEY_BYTES) return err({ kind: 'wrong-length', bytes: raw.value.length })
  return ok(createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw.value]), format: 'der', type: 'spki' }))
}

/** The text to give away for a private key: `whpk_…`. */
export const publicKeyText = (key: KeyObject): string => PUBLIC_PREFIX + publicBytes(key).toString('base64')

/** A new private key as text, `whsk_…`. It is as secret as `random` is. */
export const mintPrivateKey = (random: RandomBytes): string =>
  PRIVATE_PREFIX + Buffer.from(random(RAW_KEY_BYTES)).toString('base64')

/**
 * The bytes of a base64 text, or undefined when it is not exactly what an encoder writes. Buffer's own reading
 * forgives stray characters and spare bits, which would let one signature be written in many ways.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function readKeyBytes(text: string, prefix: string): Result<Buffer, KeyRefusal> {
  if (!text.startsWith(prefix)) return err({ kind: 'wrong-prefix', expected: prefix })
  const bytes = decodeBase64(text.slice(prefix.length))
  return bytes ? ok(bytes) : err({ kind: 'not-base64' })
}

/** The 32 raw bytes of its public half. */
export function publicBytes(privateKey: KeyObject): Buffer {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return spki.subarray(SPKI_HEAD.length)
}
