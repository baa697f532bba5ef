import { createHash, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CaseId, DistrictId, ScanId } from '@onetrip/shared/lib/ids'
import { aDeviceId, anOpenVault, random } from '../../test/aVault'
import { LocalDatabase } from '../db/localDatabase'
import { findScanBytes } from '../db/scanRecords'
import { clearSealer } from '../db/sealer'
import { createSealer } from '../envelope/createSealer'
import { sealOpenScans } from './sealOpenScans'
import { createVaultCodec } from './vaultCodec'

const caseId = CaseId.parse('01980000-0000-7000-8000-0000000000c0')
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const [DRAFTED, ARRIVED, ON_ITS_WAY] = [utf8('草稿里的页'), utf8('已经送到的页'), utf8('还在路上的页')]
const PAGES = [DRAFTED, ARRIVED, ON_ITS_WAY]
const idOf = (bytes: Uint8Array) => ScanId.parse(createHash('sha256').update(bytes).digest('hex'))

/** A page of a draft, one that has arrived, and one on its way, as an older app left them. */
async function setUp() {
  const db = new LocalDatabase(`scans-${randomUUID()}`)
  for (const bytes of PAGES) {
    const body = { alg: 'clear', keyId: '', bytes: bytes.slice().buffer }
    await db.scans.put({ caseId, scanId: idOf(bytes), sizeBytes: bytes.length, body })
  }
  const upload = { caseId, opId: 'op', sizeBytes: 1, mediaType: 'image/jpeg' }
  await db.table('uploads').bulkPut([
    { ...upload, scanId: idOf(ARRIVED), uploadId: 'a', state: 'arrived', detail: { kind: 'arrived' } },
    { ...upload, scanId: idOf(ON_ITS_WAY), uploadId: 'b', state: 'waiting', detail: { kind: 'waiting' } },
  ])
  const sealer = createSealer({
    districtId: DistrictId.parse('430102'),
    deviceId: aDeviceId(),
    random,
    nowMs: () => 0,
    readKeys: async () => [],
    readSigningKey: async () => undefined,
  })
  return { db, codec: createVaultCodec(await anOpenVault(), random), sealer }
}

it('[VAULT-R6] seals pages of before, but for what is on its way; each still opens', async () => {
  const store = await setUp()
  await sealOpenScans(store)
  const open = (await store.db.scans.toArray()).filter(({ body }) => body.alg === 'clear')
  expect(open.map(({ scanId }) => scanId)).toEqual([idOf(ON_ITS_WAY)])
  for (const bytes of PAGES) expect(await findScanBytes(store, caseId, idOf(bytes))).toEqual(bytes)
})

it('goes on where it was broken off, and changes nothing where nothing can be sealed', async () => {
  const store = await setUp()
  const before = await store.db.scans.toArray()
  await sealOpenScans({ ...store, sealer: clearSealer })
  expect(await store.db.scans.toArray()).toEqual(before)
  const calls = { count: 0 }
  const broken = {
    ...store.sealer,
    sealScan: (...given: Parameters<typeof store.sealer.sealScan>) => {
      calls.count += 1
      if (calls.count > 1) throw new Error('the tablet fell')
      return store.sealer.sealScan(...given)
    },
  }
  await expect(sealOpenScans({ ...store, sealer: broken })).rejects.toThrow('fell')
  await sealOpenScans(store)
  expect((await store.db.scans.toArray()).filter(({ body }) => body.alg === 'clear')).toHaveLength(1)
})
