import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { CaseId, DistrictId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import {
  Acknowledgement,
  acknowledgedText,
  AcknowledgementKey,
  signedText,
  type Acknowledged,
} from '@onetrip/shared/wire/acknowledgement'
import type { Stored } from '../../domain/sync/acknowledger'
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
const AT = Instant.parse('2026-01-05T01:00:00.000Z')

it('[SYNC-R16] signs what any reader of the wire document can verify, once for all', () => {
  const { acknowledge, keys } = createAcknowledger([keyOf(1)])
  const others = { ...OPERATION, opId: OpId.parse('01890000-0000-7000-8000-000000000003') }
  const acknowledgement = Acknowledgement.parse(acknowledge([stored(OPERATION), stored(others)], 'one'))
  const key = AcknowledgementKey.parse(keys[0])
  expect(acknowledgement).toMatchObject({ keyId: key.keyId, epoch: 'one' })
  expect(acknowledgement.digests).toEqual([OPERATION, others].map((one) => sha256(acknowledgedText(one, AT))))
  expect(isSigned(key, acknowledgement)).toBe(true)
})

it('[SYNC-R16] holds for nothing else: no other epoch, thing, number or order of things', () => {
  const { acknowledge, keys } = createAcknowledger([keyOf(1)])
  const scanId = ScanId.parse('a'.repeat(64))
  const { districtId, caseId } = OPERATION
  const scan = { about: 'scan', districtId, caseId, scanId } as const
  const acknowledgement = acknowledge([stored(OPERATION), stored(scan)], 'one')
  const key = AcknowledgementKey.parse(keys[0])
  const [first = '', second = ''] = acknowledgement.digests
  const changed = [
    { ...acknowledgement, epoch: 'two' },
    { ...acknowledgement, digests: [first] },
    { ...acknowledgement, digests: [second, first] },
    { ...acknowledgement, digests: [first, second, first] },
    { ...acknowledgement, digests: [first, sha256('another')] },
  ]
  expect(changed.filter((one) => isSigned(key, one))).toEqual([])
})

it('[SYNC-R16] tells things apart by every word and by their time', () => {
  const others = [
    acknowledgedText({ ...OPERATION, bodySha256: 'b'.repeat(64) }, AT),
    acknowledgedText({ ...OPERATION, caseId: CaseId.parse('01890000-0000-7000-8000-000000000009') }, AT),
    acknowledgedText(OPERATION, Instant.parse('2026-01-05T01:00:00.001Z')),
  ]
  expect(others).not.toContain(acknowledgedText(OPERATION, AT))
  expect(new Set(others).size).toBe(others.length)
})

it('signs with the first key and names them all, so that one can follow the other', () => {
  const [before, after] = [keyOf(1), keyOf(2)]
  const following = createAcknowledger([after, before])
  expect(following.keys).toHaveLength(2)
  expect(following.acknowledge([stored(OPERATION)], 'one').keyId).toBe(following.keys[0]?.keyId)
  expect(following.keys[1]).toEqual(createAcknowledger([before]).keys[0])
})

const stored = (acknowledged: Acknowledged): Stored => ({ acknowledged, at: AT })

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function isSigned({ publicKey }: AcknowledgementKey, acknowledgement: Acknowledgement): boolean {
  const der = Buffer.concat([SPKI_HEAD, Buffer.from(publicKey, 'base64')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.from(signedText(acknowledgement)), key, Buffer.from(acknowledgement.signature, 'base64'))
}

function keyOf(seed: number) {
  const read = readPrivateKey(mintPrivateKey((length) => new Uint8Array(length).fill(seed)))
  if (!read.ok) throw new Error(read.error.kind)
  return read.value
}
