import { createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { CaseId, DistrictId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { Acknowledgement, acknowledgedText, AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import { createAcknowledger } from './acknowledger'
import { mintPrivateKey, readPrivateKey } from './keys'

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const OPERATION = {
  about: 'operation',
  districtId: DistrictId.parse('430102'),
  caseId: CaseId.parse('01890000-0000-7000-8000-000000000001'),
  opId: OpId.parse('01890000-0000-7000-8000-000000000002'),
  bodySha256: 'a'.repeat(64),
} as const
const WHEN = { epoch: 'one', at: Instant.parse('2026-01-05T01:00:00.000Z') }

it('[SYNC-R16] signs what any reader of the wire document can verify', () => {
  const { acknowledge, keys } = createAcknowledger([keyOf(1)])
  const acknowledgement = Acknowledgement.parse(acknowledge(OPERATION, WHEN))
  const key = AcknowledgementKey.parse(keys[0])
  expect(acknowledgement.keyId).toBe(key.keyId)
  expect(isSigned(key, acknowledgedText(OPERATION, acknowledgement), acknowledgement)).toBe(true)
})

it('[SYNC-R16] holds for nothing else: no other bytes, case, scan, epoch or time', () => {
  const { acknowledge, keys } = createAcknowledger([keyOf(1)])
  const acknowledgement = acknowledge(OPERATION, WHEN)
  const key = AcknowledgementKey.parse(keys[0])
  const scanId = ScanId.parse('a'.repeat(64))
  const { districtId, caseId } = OPERATION
  const others = [
    acknowledgedText({ ...OPERATION, bodySha256: 'b'.repeat(64) }, WHEN),
    acknowledgedText({ ...OPERATION, caseId: CaseId.parse('01890000-0000-7000-8000-000000000009') }, WHEN),
    acknowledgedText({ about: 'scan', districtId, caseId, scanId }, WHEN),
    acknowledgedText(OPERATION, { ...WHEN, epoch: 'two' }),
    acknowledgedText(OPERATION, { ...WHEN, at: Instant.parse('2026-01-05T01:00:00.001Z') }),
  ]
  expect(others.filter((text) => isSigned(key, text, acknowledgement))).toEqual([])
})

it('signs with the first key and names them all, so that one can follow the other', () => {
  const [before, after] = [keyOf(1), keyOf(2)]
  const following = createAcknowledger([after, before])
  expect(following.keys).toHaveLength(2)
  expect(following.acknowledge(OPERATION, WHEN).keyId).toBe(following.keys[0]?.keyId)
  expect(following.keys[1]).toEqual(createAcknowledger([before]).keys[0])
})

function isSigned({ publicKey }: AcknowledgementKey, text: string, { signature }: Acknowledgement): boolean {
  const der = Buffer.concat([SPKI_HEAD, Buffer.from(publicKey, 'base64')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
}

function keyOf(seed: number) {
  const read = readPrivateKey(mintPrivateKey((length) => new Uint8Array(length).fill(seed)))
  if (!read.ok) throw new Error(read.error.kind)
  return read.value
}
