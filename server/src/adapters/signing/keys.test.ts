import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { mintPrivateKey, publicKeyText, readPrivateKey, readPublicKey } from './keys'

const SEED = Buffer.from(Array.from({ length: 32 }, (_, index) => index))
const PRIVATE = 'whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const PUBLIC = 'whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg='
const both = `whsk_${Buffer.concat([SEED, Buffer.from(PUBLIC.slice(5), 'base64')]).toString('base64')}`

describe('[DEPT-R3] keys', () => {
  it.each([PRIVATE, both])('reads %s and knows its public half', (text) => {
    const key = readPrivateKey(text)
    expect(key.ok && publicKeyText(key.value)).toBe(PUBLIC)
  })

  it('reads a public key that another tool wrote', () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    const read = readPublicKey(`whpk_${raw.toString('base64')}`)
    expect(read.ok && read.value.equals(publicKey)).toBe(true)
  })

  it('mints a key from 32 random bytes', () => {
    const asked: number[] = []
    const minted = mintPrivateKey((length) => {
      asked.push(length)
      return SEED
    })
    expect([minted, asked]).toEqual([PRIVATE, [32]])
  })

  it.each([
    [readPrivateKey, PUBLIC, { kind: 'wrong-prefix', expected: 'whsk_' }],
    [readPrivateKey, 'whsk_', { kind: 'wrong-length', bytes: 0 }],
    [readPrivateKey, 'whsk_AAAA', { kind: 'wrong-length', bytes: 3 }],
    [readPrivateKey, `${PRIVATE} `, { kind: 'not-base64' }],
    [readPrivateKey, `whsk_${Buffer.concat([SEED, SEED]).toString('base64')}`, { kind: 'halves-differ' }],
    [readPublicKey, PRIVATE, { kind: 'wrong-prefix', expected: 'whpk_' }],
    [readPublicKey, `whpk_${SEED.subarray(1).toString('base64')}`, { kind: 'wrong-length', bytes: 31 }],
    [readPublicKey, PUBLIC.replace('=', ''), { kind: 'not-base64' }],
    [readPublicKey, PUBLIC.replace('/', '_'), { kind: 'not-base64' }],
  ])('%o refuses %s', (read, text, error) => {
    expect(read(text)).toEqual({ ok: false, error })
  })
})
