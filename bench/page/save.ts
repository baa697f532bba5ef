// Runs in Chromium. Saves cases with four scans through the tablet's own store, sealed, and the same buffers through bare
// IndexedDB with strict durability, in turn, so that a busy disk hits both.
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { fromBase64, toBase64 } from '@onetrip/shared/lib/base64'
import { CaseId, DeviceId, DistrictId, OpId, ScanId, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import { recordStep } from '@onetrip/client/db/commands'
import { LocalDatabase, type ScanRecord } from '@onetrip/client/db/localDatabase'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { NO_SYNC, writeMeta } from '@onetrip/client/db/meta'
import { sealScans } from '@onetrip/client/db/scanRecords'
import type { NewScan } from '@onetrip/client/db/toRecords'
import { makeDeviceKey } from '@onetrip/client/device/makeDeviceKey'
import { createDeviceSealer } from '@onetrip/client/app/agent/deviceSealing'
import { createVaultCodec } from '@onetrip/client/vault/vaultCodec'
import { importVaultKey } from '@onetrip/client/vault/vaultKey'

const SCANS = 4
const SCAN_BYTES = 300_000
const FORM_FIELDS = 30

const random = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  return bytes
}
const newId = (): string => uuidv7(Date.now(), random)

type Case = { readonly caseId: CaseId; readonly words: Uint8Array<ArrayBuffer>; readonly pages: readonly NewScan[] }
type Saves = { readonly ours: number[]; readonly bare: number[] }

export const savePage = {
  /** Milliseconds of each save, ours and bare, `rounds` of them after a few to warm up. */
  measureSaves: async (rounds: number): Promise<Saves> => {
    const store = await openStore()
    const raw = await openBare()
    const ours: number[] = []
    const bare: number[] = []
    for (let round = -5; round < rounds; round += 1) {
      const one = makeCase()
      const other = makeCase()
      // Pages are sealed when they are taken.
      const taken = asTaken(store, await sealScans(store, one.caseId, one.pages))
      const oursMs = await time(() => saveOurs(taken, one))
      const bareMs = await time(() => saveBare(raw, other))
      if (round >= 0) {
        ours.push(oursMs)
        bare.push(bareMs)
      }
    }
    return { ours, bare }
  },
}
export type SavePage = typeof savePage

async function openStore(): Promise<LocalStore> {
  const db = new LocalDatabase('bench-ours')
  const deviceId = DeviceId.parse(newId())
  const { signingKey } = await makeDeviceKey()
  await writeMeta(db, 'device', { deviceId, deviceNumber: 1, nextDeviceSeq: 1, nextReceiptCounter: 0, signingKey })
  await writeMeta(db, 'sync', { ...NO_SYNC, envelopeKeys: [await mintSealingKey()] })
  return {
    db,
    codec: createVaultCodec(await importVaultKey(newId(), random(32)), random),
    sealer: createDeviceSealer(db, {
      districtId: DistrictId.parse('430102'),
      deviceId,
      random,
      nowMs: () => Date.now(),
    }),
  }
}

/** The server's, whose private half nobody needs here. */
async function mintSealingKey(): Promise<SealingKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { keyId: '0123456789abcdef', alg: 'hpke-p256-sha256-aes256gcm', publicKey: toBase64(point) }
}

/** The store as it is when these pages were sealed before: what would be sealed of them is given back as it is. */
function asTaken(store: LocalStore, records: readonly ScanRecord[]): LocalStore {
  const get = (scanId: string): ScanRecord => {
    const record = records.find((one) => one.scanId === scanId)
    if (!record) throw new Error('a page was not taken')
    return record
  }
  return {
    db: store.db,
    codec: {
      ...store.codec,
      seal: async (place, value) => {
        const key = place.table === 'scans' ? get(place.id.split(' ')[1] ?? '').key : undefined
        return key ?? store.codec.seal(place, value)
      },
    },
    sealer: {
      ...store.sealer,
      sealScan: async ({ scanId }) => {
        const { body, bodySha256 = '' } = get(scanId)
        return { body, bodySha256, key: fromBase64('') }
      },
      sealScanKey: async ({ scanId }) => {
        const { keyForServer } = get(scanId)
        return keyForServer && { keyId: keyForServer.keyId, bytes: new Uint8Array(keyForServer.bytes) }
      },
    },
  }
}

async function time(act: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await act()
  return performance.now() - from
}

function makeCase(): Case {
  const fields = Object.fromEntries(Array.from({ length: FORM_FIELDS }, (_, n) => [`field${n}`, `芙蓉区样例路${n}号`]))
  const words = new TextEncoder().encode(JSON.stringify({ caseId: newId(), fields }))
  // A hash is as good as any name here: hashing belongs to taking the page, not to saving the case.
  const pages = Array.from({ length: SCANS }, () => {
    const name = Array.from(random(32), (byte) => byte.toString(16).padStart(2, '0')).join('')
    const ref = { scanId: ScanId.parse(name), sizeBytes: SCAN_BYTES, mediaType: 'image/jpeg' as const }
    return { ref, bytes: random(SCAN_BYTES) }
  })
  return { caseId: CaseId.parse(newId()), words, pages }
}

async function saveOurs(store: LocalStore, { caseId, words, pages }: Case): Promise<void> {
  const opId = OpId.parse(newId())
  const draft: IntakeDraft = {
    caseId,
    startedAt: instantFromMs(Date.now()),
    step: 'check',
    items: [],
    parties: [],
    fields: { words: new TextDecoder().decode(words) },
    materials: [],
  }
  await recordStep(store, {
    caseId,
    draft,
    newScans: pages,
    operations: [{ opId, body: words }],
    uploads: pages.map(({ ref }) => ({ ref, opId, uploadId: UploadId.parse(newId()) })),
    settles: [],
    atMs: Date.now(),
  })
}

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-bare', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('words', { autoIncrement: true })
      request.result.createObjectStore('scans', { autoIncrement: true })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not open'))
  })
}

function saveBare(db: IDBDatabase, { words, pages }: Case): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(['words', 'scans'], 'readwrite', { durability: 'strict' })
    transaction.objectStore('words').add(words.buffer)
    for (const page of pages) transaction.objectStore('scans').add(page.bytes.buffer)
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error ?? new Error('the bare write failed'))
  })
}

Object.assign(globalThis, { page: savePage })
