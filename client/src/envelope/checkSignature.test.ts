import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { checkByLibrary } from './checkByLibrary'
import { createSignatureCheck } from './checkSignature'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const text = new TextEncoder().encode('onetrip-acknowledgement/1\n{}')
const signed = {
  publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  text,
  signature: Uint8Array.from(sign(null, text, privateKey)),
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each([
  ['a browser that knows ed25519', () => undefined],
  [
    'an older one',
    () => vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError')),
  ],
])('[SYNC-R16] in %s', (_name, setUp) => {
  it('a signature holds for its own text and key, and for no other', async () => {
    setUp()
    const verifySignature = createSignatureCheck(checkByLibrary)
    expect(await verifySignature(signed)).toBe(true)
    expect(await verifySignature({ ...signed, text: new TextEncoder().encode('another') })).toBe(false)
    expect(await verifySignature({ ...signed, signature: new Uint8Array(64) })).toBe(false)
    const [first = 0, ...rest] = signed.signature
    expect(await verifySignature({ ...signed, signature: Uint8Array.of(first ^ 1, ...rest) })).toBe(false)
  })
})
