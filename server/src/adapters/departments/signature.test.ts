import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type SignatureHeaders,
  type SignatureRefusal,
  signMessage,
  type SignedRequest,
  verifyMessage,
} from './signature'

// Goal: a message counts as its sender's only if not one byte of what was signed, and of the headers, differs.
// Method: one good message, then every byte of it changed to every kind of neighbour, then each rule bent once.

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const nowSeconds = 1_782_869_400
const payload = Buffer.from('{"type":"task.accepted","data":{"words":"准予 𠮷"}}')
const message = { id: 'evt_1', timestampSeconds: nowSeconds, payload }
const good = signMessage(message, [privateKey])
const [signature] = good['webhook-signature'].split(' ')

const verdictOf = (change: Partial<SignedRequest>): SignatureRefusal['kind'] | 'authentic' => {
  const result = verifyMessage({ headers: good, payload, publicKeys: [publicKey], nowSeconds, ...change })
  return result.ok ? 'authentic' : result.error.kind
}
const withHeader = (header: keyof SignatureHeaders, value: string | readonly string[] | undefined) =>
  verdictOf({ headers: { ...good, [header]: value } })
const asBytes = (bytes: Iterable<number>) => Buffer.from([...bytes])

describe('[DEPT-R2] one altered byte', () => {
  it('takes the message as it was sent, and says which it was', () => {
    const request = { headers: good, payload, publicKeys: [publicKey], nowSeconds }
    expect(verifyMessage(request)).toEqual({ ok: true, value: { id: 'evt_1', timestampSeconds: nowSeconds } })
  })

  it('of the payload, any byte to any other, and it is nobody’s', () => {
    const altered = fc.tuple(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(altered, ([at, mask]) => {
        const bytes = asBytes(payload.map((byte, index) => (index === at ? byte ^ mask : byte)))
        expect(verdictOf({ payload: bytes })).toBe('signature-wrong')
      }),
    )
  })

  it.each(Array.from(payload, (_byte, at) => at))('of the payload, at byte %i: each bit', (at) => {
    for (let bit = 0; bit < 8; bit += 1) {
      const bytes = asBytes(payload.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte)))
      expect(verdictOf({ payload: bytes })).toBe('signature-wrong')
    }
  })

  it('of the payload, left out or put in, at every place', () => {
    for (let at = 0; at <= payload.length; at += 1) {
      const [before, after] = [payload.subarray(0, at), payload.subarray(at)]
      expect(verdictOf({ payload: Buffer.concat([before, Buffer.from(' '), after]) })).toBe('signature-wrong')
      if (after.length > 0)
        expect(verdictOf({ payload: Buffer.concat([before, after.subarray(1)]) })).toBe('signature-wrong')
    }
  })

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)('of %s, at every place', (header) => {
    const text = good[header]
    for (let at = 0; at < text.length; at += 1) {
      for (const other of '0179AZaz_-+/=,. \n\u00e9\0') {
        if (other === text[at]) continue
        expect(withHeader(header, text.slice(0, at) + other + text.slice(at + 1)), `${at}: ${other}`).not.toBe(
          'authentic',
        )
      }
      expect(withHeader(header, text.slice(0, at) + text.slice(at + 1)), `${at} left out`).not.toBe('authentic')
    }
  })

  it('moved over a border: the parts cannot be cut in another way', () => {
    const moved = { ...good, 'webhook-id': 'evt_1.1782869400', 'webhook-timestamp': '1' }
    expect(verdictOf({ headers: moved, nowSeconds: 1 })).toBe('id-malformed')
  })
})

describe('[DEPT-R5] time', () => {
  it.each([
    [-301, 'too-new'],
    [-300, 'authentic'],
    [0, 'authentic'],
    [300, 'authentic'],
    [301, 'too-old'],
    [86_400 * 30, 'too-old'],
  ] as const)('a message %i s old is %s', (ageSeconds, verdict) => {
    expect(verdictOf({ nowSeconds: nowSeconds + ageSeconds })).toBe(verdict)
  })

  it.each(['', ' 1782869400', '1782869400 ', '+1782869400', '01782869400', '1782869400.0', '1.7828694e9', 'NaN', '-1'])(
    'is written in digits only: %j is not',
    (text) => {
      expect(withHeader('webhook-timestamp', text)).toBe(text === '' ? 'header-missing' : 'timestamp-malformed')
    },
  )
})

describe('[DEPT-R1] headers', () => {
  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)('%s must be there, once', (header) => {
    expect(withHeader(header, undefined)).toBe('header-missing')
    expect(withHeader(header, [good[header], good[header]])).toBe('header-missing')
  })

  it.each(['a.b', 'a b', 'é', 'a'.repeat(65), 'a\n', '../x'])('an id is of plain characters: %j is none', (id) => {
    expect(withHeader('webhook-id', id)).toBe('id-malformed')
    expect(() => signMessage({ ...message, id }, [privateKey])).toThrow('not a message id')
  })

  it.each([0, -1, 1.5, Number.NaN, 1e15])('we send no time but whole seconds: %d', (timestampSeconds) => {
    expect(() => signMessage({ ...message, timestampSeconds }, [privateKey])).toThrow('not a message id')
  })
})

describe('[DEPT-R4] several signatures and keys', () => {
  const foreign = signMessage(message, [stranger.privateKey])['webhook-signature']

  it.each([
    ['a stranger’s key', foreign, [publicKey], 'signature-wrong'],
    ['no key known', signature, [], 'signature-wrong'],
    ['only another scheme', 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=', [publicKey], 'signature-malformed'],
    ['the second signature holds', `${foreign} ${signature}`, [publicKey], 'authentic'],
    ['another scheme before it', `v1,c2hhMjU2 ${signature}`, [publicKey], 'authentic'],
    ['a broken one before it', `v1a,!!! ${signature}`, [publicKey], 'authentic'],
    ['the second key holds', signature, [stranger.publicKey, publicKey], 'authentic'],
    ['eight are read', `${`${foreign} `.repeat(7)}${signature}`, [publicKey], 'authentic'],
    ['nine are too many', `${`${foreign} `.repeat(8)}${signature}`, [publicKey], 'signature-malformed'],
  ])('%s', (_what, list, publicKeys, verdict) => {
    expect(verdictOf({ headers: { ...good, 'webhook-signature': list }, publicKeys })).toBe(verdict)
  })

  it('signs with the old key and the new one', () => {
    const both = signMessage(message, [stranger.privateKey, privateKey])
    expect(verdictOf({ headers: both })).toBe('authentic')
    expect(verdictOf({ headers: both, publicKeys: [stranger.publicKey] })).toBe('authentic')
  })
})

describe('[DEPT-R3] how a signature is spelt', () => {
  const base64 = signature?.slice('v1a,'.length) ?? ''
  // 64 bytes leave four spare bits in the last character: a forgiving reader takes sixteen spellings for one.
  const spare = base64.slice(0, -3) + String.fromCharCode(base64.charCodeAt(85) + 1) + '=='

  it.each([
    ['not base64 at all', 'v1a,签名'],
    ['spare bits set', `v1a,${spare}`],
    ['padding left out', `v1a,${base64.slice(0, -2)}`],
    ['url alphabet', `v1a,${Buffer.from(base64, 'base64').toString('base64url')}`],
    ['line end', `v1a,${base64}\n`],
    ['hex', `v1a,${Buffer.from(base64, 'base64').toString('hex')}`],
    ['63 bytes', `v1a,${Buffer.from(base64, 'base64').subarray(1).toString('base64')}`],
    ['no scheme', base64],
    ['scheme in capitals', `V1A,${base64}`],
  ])('%s is not read', (_what, text) => {
    expect(withHeader('webhook-signature', text)).toBe('signature-malformed')
  })

  it('the spelling above is really the same 64 bytes', () => {
    expect(Buffer.from(spare, 'base64').equals(Buffer.from(base64, 'base64'))).toBe(true)
  })

  it('a signature over the payload alone is none', () => {
    const bare = `v1a,${sign(null, payload, privateKey).toString('base64')}`
    expect(withHeader('webhook-signature', bare)).toBe('signature-wrong')
  })
})
