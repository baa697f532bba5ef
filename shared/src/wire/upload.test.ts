import { expect, it } from 'vitest'
import { toBase64 } from '../lib/base64'
import { OfferInput, readOffer, writeOffer } from './upload'

const offer = OfferInput.parse({
  deviceId: '01890000-0000-7000-8000-000000000001',
  uploadId: '01890000-0000-7000-8000-000000000002',
  caseId: '01890000-0000-7000-8000-000000000003',
  scan: { scanId: 'a'.repeat(64), sizeBytes: 20_971_520, mediaType: 'application/pdf' },
  sealed: { keyId: '0123456789abcdef', key: `${'A'.repeat(254)}==`, sizeBytes: 20_971_548 },
})
const written = (value: unknown): string => toBase64(new TextEncoder().encode(JSON.stringify(value)))

it('an offer goes through a header as it is, the longest too, and is the same text whoever writes it', () => {
  expect(readOffer(writeOffer(offer))).toEqual(offer)
  const turned = Object.fromEntries(Object.entries(offer).toReversed())
  expect(writeOffer(OfferInput.parse(turned))).toBe(writeOffer(offer))
})

it.each([
  ['no base64', '{}'],
  ['no JSON', toBase64(Uint8Array.of(1, 2, 3))],
  ['no offer', written({ ...offer, scan: undefined })],
  ['longer than any offer', written({ ...offer, sealed: { ...offer.sealed, key: 'A'.repeat(5_000) } })],
  ['nothing', ''],
])('reads none from what is %s', (_what, text) => {
  expect(readOffer(text)).toBeUndefined()
})
