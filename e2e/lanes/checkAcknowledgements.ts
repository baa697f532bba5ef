// Of the outside checker: whether a tablet holds the server's word for each thing, by the published format alone.
import { createHash, createPublicKey, verify } from 'node:crypto'
import type { Line } from './check'

/** What a tablet keeps of an acknowledgement, and the hash of the bytes that it sent. */
export type Signed = {
  readonly keyId: string
  readonly epoch: string
  readonly digests: readonly string[]
  readonly signature: string
  readonly at: string
  readonly bodySha256: string
}

export type Acknowledged = { readonly line: Line; readonly signed: Signed | undefined }
export type NamedKey = { readonly keyId: string; readonly publicKey: string }

type Given = {
  readonly districtId: string
  /** As the server names them to anybody. */
  readonly keys: readonly NamedKey[]
}

/** Every fault in words; none means that each operation has a signature of the server's that speaks of its bytes. */
export function checkAcknowledgements(all: readonly Acknowledged[], { districtId, keys }: Given): string[] {
  const genuine = new Map<string, boolean>()
  const isGenuine = (signed: Signed): boolean => {
    const known = genuine.get(signed.signature) ?? isSignedBy(keys, signed)
    genuine.set(signed.signature, known)
    return known
  }
  return all.flatMap(({ line: { caseId, opId }, signed }) => {
    if (!signed) return [`operation ${opId} has no acknowledgement`]
    const { at, bodySha256 } = signed
    // Keys in order and no spaces: docs/spec/sync.md says what is hashed.
    const text = JSON.stringify({ about: 'operation', at, bodySha256, caseId, districtId, opId })
    const digest = createHash('sha256').update(text).digest('hex')
    if (!signed.digests.includes(digest)) return [`the acknowledgement of operation ${opId} speaks of something else`]
    return isGenuine(signed) ? [] : [`the acknowledgement of operation ${opId} is not the server’s`]
  })
}

function isSignedBy(keys: readonly NamedKey[], { keyId, epoch, digests, signature }: Signed): boolean {
  const key = keys.find((one) => one.keyId === keyId)
  if (!key) return false
  const x = Buffer.from(key.publicKey, 'base64').toString('base64url')
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
  const text = ['onetrip-acknowledgement/1', epoch, ...digests].join('\n')
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
}
