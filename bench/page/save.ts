// Runs in Chromium. Saves cases with four scans through the tablet's own database, and the same buffers through bare
// IndexedDB with strict durability, in turn, so that a busy disk hits both.
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CaseId, DeviceId, OpId, ScanId, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { recordStep } from '@onetrip/client/db/commands'
import { LocalDatabase } from '@onetrip/client/db/localDatabase'
import { writeMeta } from '@onetrip/client/db/meta'
import { clearCodec } from '@onetrip/client/db/recordCodec'

const SCANS = 4
const SCAN_BYTES = 300_000
const FORM_FIELDS = 30

const random = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  return bytes
}
const newId = (): string => uuidv7(Date.now(), random)

type Page = { readonly bytes: Uint8Array<ArrayBuffer>; readonly scanId: ScanId }
type Case = { readonly words: Uint8Array<ArrayBuffer>; readonly pages: readonly Page[] }

/** Milliseconds of each save, ours and bare, `rounds` of them after a few to warm up. */
export async function measureSaves(rounds: number): Promise<{ readonly ours: number[]; readonly bare: number[] }> {
  const store = { db: new LocalDatabase('bench-ours'), codec: clearCodec }
  await writeMeta(store.db, 'device', {
    deviceId: DeviceId.parse(newId()),
    deviceNumber: 1,
    nextDeviceSeq: 1,
    nextReceiptCounter: 0,
  })
  const raw = await openBare()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = -5; round < rounds; round += 1) {
    const one = makeCase()
    const other = makeCase()
    const oursMs = await time(() => saveOurs(store, one))
    const bareMs = await time(() => saveBare(raw, other))
    if (round >= 0) {
      ours.push(oursMs)
      bare.push(bareMs)
    }
  }
  return { ours, bare }
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
    return { bytes: random(SCAN_BYTES), scanId: ScanId.parse(name) }
  })
  return { words, pages }
}

async function saveOurs(store: { db: LocalDatabase; codec: typeof clearCodec }, { words, pages }: Case): Promise<void> {
  const caseId = CaseId.parse(newId())
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
  const refs = pages.map(({ bytes, scanId }) => ({
    bytes,
    ref: { scanId, sizeBytes: bytes.length, mediaType: 'image/jpeg' as const },
  }))
  await recordStep(store, {
    caseId,
    draft,
    newScans: refs,
    operations: [{ opId, body: words }],
    uploads: refs.map(({ ref }) => ({ ref, opId, uploadId: UploadId.parse(newId()) })),
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

Object.assign(globalThis, { measureSaves })
