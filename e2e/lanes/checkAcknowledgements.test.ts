// Goal: the checker sees each way in which a word is not the server's, or not about this. Method: a key of the test's own.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { checkAcknowledgements, type Acknowledged } from './checkAcknowledgements'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const HOUSE = { districtId: '430102', keys: [{ keyId: 'k1', publicKey: raw.toString('base64') }] }

it('finds nothing wrong with a genuine word', () => {
  expect(checkAcknowledgements([acknowledge()], HOUSE)).toEqual([])
})

it('sees what has no word, a word about other bytes, of another time, and one that nobody signed', () => {
  const good = acknowledge()
  const change = (signed: object): Acknowledged => ({
    ...good,
    signed: { ...good.signed, ...signed },
  })
  const somethingElse = 'the acknowledgement of operation op speaks of something else'
  const notTheServers = 'the acknowledgement of operation op is not the server’s'
  const wrong: [Acknowledged, string][] = [
    [{ ...good, signed: undefined }, 'operation op has no acknowledgement'],
    [change({ bodySha256: 'other' }), somethingElse],
    [change({ at: '2026-01-05T01:00:00.001Z' }), somethingElse],
    [{ ...good, line: { ...good.line, caseId: 'other' } }, somethingElse],
    [change({ epoch: 'other' }), notTheServers],
    [change({ digests: [...good.signed.digests, 'one more'] }), notTheServers],
    [change({ keyId: 'k2' }), notTheServers],
  ]
  // Each by itself: a signature that was looked at is not looked at again.
  for (const [one, fault] of wrong) expect(checkAcknowledgements([one], HOUSE)).toEqual([fault])
})

type Good = Acknowledged & { readonly signed: NonNullable<Acknowledged['signed']> }

/** As docs/spec/sync.md has it, made without the product. */
function acknowledge(): Good {
  const at = '2026-01-05T01:00:00.000Z'
  const text = `{"about":"operation","at":"${at}","bodySha256":"body","caseId":"case","districtId":"430102","opId":"op"}`
  const digests = [createHash('sha256').update(text).digest('hex')]
  const signature = sign(null, Buffer.from(`onetrip-acknowledgement/1\ne1\n${digests.join('\n')}`), privateKey)
  const signed = { keyId: 'k1', epoch: 'e1', digests, signature: signature.toString('base64'), at, bodySha256: 'body' }
  return { line: { caseId: 'case', opId: 'op', scans: [] }, signed }
}
