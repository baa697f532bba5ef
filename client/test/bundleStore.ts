import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'
import { CaseId, DistrictId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { Instant } from '@onetrip/shared/lib/time'
import { recordStep } from '../src/db/commands'
import { LocalDatabase } from '../src/db/localDatabase'
import type { LocalStore } from '../src/db/localStore'
import { writeMeta } from '../src/db/meta'
import type { NewScan } from '../src/db/toRecords'
import { sendAwaited } from '../src/stores/sendAwaited'
import { clearCodec } from '../src/db/recordCodec'
import { makeDeviceKey } from '../src/device/makeDeviceKey'
import { createSealer } from '../src/envelope/createSealer'
import type { BundleParts } from '../src/rescue/makeBundle'
import { mintTestSealingKey } from './sealingKey'
import { testDeviceId } from './syncStorageContract'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const districtId = DistrictId.parse('430102')
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const names = { next: 0 }

/** Of a bundle, all but the store. */
export const BUNDLE_PARTS: Omit<BundleParts, 'store' | 'onProgress' | 'signal'> = {
  districtId,
  deviceId: testDeviceId,
  madeAt: Instant.parse('2026-07-03T01:41:00.000Z'),
  proveUpload: async () => `${'A'.repeat(86)}==`,
}

/** A tablet's store that seals for real; without keys it cannot yet. */
export async function aBundleStore({ hasKeys = true } = {}): Promise<LocalStore> {
  names.next += 1
  const { signingKey } = await makeDeviceKey()
  const key = await mintTestSealingKey()
  const db = new LocalDatabase(`bundle-${names.next}`)
  const sealer = createSealer({
    districtId,
    deviceId: testDeviceId,
    random,
    nowMs: () => 0,
    readKeys: async () => (hasKeys ? [key] : []),
    readSigningKey: async () => signingKey,
  })
  await writeMeta(db, 'device', { deviceId: testDeviceId, deviceNumber: 1, nextDeviceSeq: 1, nextReceiptCounter: 0 })
  return { db, codec: clearCodec, sealer }
}

export function aPage(length: number): NewScan {
  const bytes = Uint8Array.from(random(length))
  const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
  return { ref: { scanId, sizeBytes: length, mediaType: 'image/jpeg' } as const, bytes }
}

/** Of case `n` a page was taken anew for words that are at the server. */
export const sendAlone = (store: LocalStore, n: number, { ref, bytes }: NewScan): Promise<void> =>
  sendAwaited({ store, newId: randomUUID }, { caseId: CaseId.parse(uuid(n)), ref, bytes })

/** Case `n` is handed in: operation `100 + n`, and scans of so many bytes. */
export async function handInFor(store: LocalStore, n: number, scanBytes: readonly number[]): Promise<void> {
  const caseId = CaseId.parse(uuid(n))
  const opId = OpId.parse(uuid(100 + n))
  const newScans = scanBytes.map(aPage)
  await recordStep(store, {
    caseId,
    newScans,
    operations: [{ opId, body: new TextEncoder().encode(`{"n":${n}}`) }],
    uploads: newScans.map(({ ref }, nth) => ({ ref, opId, uploadId: UploadId.parse(uuid(1000 + 10 * n + nth)) })),
    settles: [],
    atMs: 1,
  })
}
