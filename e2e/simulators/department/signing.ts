import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

// The department's own reading of docs/spec/department.md. It shares no line with the server's, so that a mistake
// in one of the two does not agree with itself.

const FRESH_SECONDS = 300

export type SignedHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/** `whsk_` + base64 of the seed; what may follow the seed is its public key. */
export function importPrivateKey(text: string): KeyObject {
  const seed = keyBytes('whsk_', text).subarray(0, 32)
  const pkcs8 = `302e020100300506032b657004220420${seed.toString('hex')}`
  return createPrivateKey({ key: Buffer.from(pkcs8, 'hex'), format: 'der', type: 'pkcs8' })
}

/** One `whpk_…`, or several parted by spaces while a key is being replaced. */
export function importPublicKeys(text: string): readonly KeyObject[] {
  return text
    .trim()
    .split(/\s+/)
    .map((one) => keyBytes('whpk_', one).toString('base64url'))
    .map((x) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }))
}

/** Headers for one try of one message. */
export function signedHeaders(id: string, payload: string, at: { key: KeyObject; nowMs: number }): SignedHeaders {
  const seconds = Math.floor(at.nowMs / 1000).toString()
  const signature = sign(null, Buffer.from([id, seconds, payload].join('.')), at.key)
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1a,${signature.toString('base64')}` }
}

/** Whether one of `keys` signed these very bytes within the last or next five minutes. */
export function isSignedBy(
  keys: readonly KeyObject[],
  headers: Readonly<Record<string, unknown>>,
  { payload, nowMs }: { payload: Buffer; nowMs: number },
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': list } = headers
  if (typeof id !== 'string' || typeof seconds !== 'string' || typeof list !== 'string') return false
  if (!/^[\w-]{1,64}$/.test(id) || !/^\d{1,12}$/.test(seconds)) return false
  if (Math.abs(Math.floor(nowMs / 1000) - Number(seconds)) > FRESH_SECONDS) return false
  const content = Buffer.concat([Buffer.from(`${id}.${seconds}.`), payload])
  const signatures = list.split(' ').flatMap((part) => /^v1a,([A-Za-z0-9+/]{86}==)$/.exec(part)?.[1] ?? [])
  return signatures.some((one) => keys.some((key) => verify(null, content, key, Buffer.from(one, 'base64'))))
}

function keyBytes(prefix: string, text: string): Buffer {
  const bytes = Buffer.from(text.slice(prefix.length), 'base64')
  if (!text.startsWith(prefix) || bytes.length < 32) throw new Error(`expected a key that begins with ${prefix}`)
  return bytes
}
