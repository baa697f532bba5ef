// Goal: no words lie open on the tablet once they can be sealed, and what cannot be sealed yet is not lost and not
// held up. Method: the tablet's store with a sealer whose keys come and go.
import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { testDeviceId } from '../../test/syncStorageContract'
import { recordStep } from './commands'
import { LocalDatabase } from './localDatabase'
import type { LocalStore } from './localStore'
import { writeMeta } from './meta'
import { readOutboxBodies } from './outboxBodies'
import { clearCodec, type RecordCodec } from './recordCodec'
import { findScanBytes, findTravellingScan } from './scanRecords'
import { clearSealer, type Sealer } from './sealer'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const caseId = CaseId.parse(uuid(1))
const opId = OpId.parse(uuid(2))
const words = new TextEncoder().encode('{"name":"𠮷㛃"}')
const scan = { scanId: ScanId.parse('a'.repeat(64)), sizeBytes: 3, mediaType: 'image/jpeg' } as const
const pageBytes = Uint8Array.of(1, 2, 3)

/** Says to which key it sealed, and keeps nothing secret. */
function aSealer(keys: { ids: readonly string[] }): Sealer {
  const to = (bytes: Uint8Array) => {
    const [keyId] = keys.ids
    return keyId === undefined ? undefined : { keyId, bytes: Uint8Array.of(keyId.length, ...bytes) }
  }
  return {
    ...clearSealer,
    sealScan: async (_name, bytes) => ({
      body: { alg: 'test', keyId: '', bytes: Uint8Array.of(9, ...bytes).buffer },
      bodySha256: 'b'.repeat(64),
      key: Uint8Array.of(7),
    }),
    openScan: async (_name, { body, key }) => {
      if (key?.[0] !== 7) throw new Error('no key')
      return new Uint8Array(body.bytes).slice(1)
    },
    sealOperation: async (_name, bytes) => to(bytes),
    sealScanKey: async (_name, key) => to(key),
    isKnown: async (keyId) => keys.ids.includes(keyId),
  }
}

const locked: RecordCodec = {
  ...clearCodec,
  open: () => Promise.reject(new Error('nobody has unlocked it')),
}

async function aStore(name: string, keys: { ids: readonly string[] }): Promise<LocalStore> {
  const store = { db: new LocalDatabase(`bodies-${name}`), codec: clearCodec, sealer: aSealer(keys) }
  await writeMeta(store.db, 'device', {
    deviceId: testDeviceId,
    deviceNumber: 1,
    nextDeviceSeq: 1,
    nextReceiptCounter: 0,
  })
  return store
}

const handIn = (store: LocalStore) =>
  recordStep(store, {
    caseId,
    newScans: [{ ref: scan, bytes: pageBytes }],
    operations: [{ opId, body: words }],
    uploads: [{ ref: scan, opId, uploadId: UploadId.parse(uuid(3)) }],
    settles: [],
    atMs: 1,
  })

const bodyOf = async (store: LocalStore) => {
  const [seq = -1] = await store.db.outbox.toCollection().primaryKeys()
  return (await readOutboxBodies(store, [seq])).get(seq)
}

it('seals when it is handed in, and sends those very bytes, locked or not', async () => {
  const store = await aStore('at-once', { ids: ['one'] })
  await handIn(store)
  const [record] = await store.db.outbox.toArray()
  expect(record).toMatchObject({ alg: 'sealed', keyId: 'one' })
  const body = await bodyOf({ ...store, codec: locked })
  expect(body).toEqual({ alg: 'sealed', keyId: 'one', body: new Uint8Array(record?.body ?? new ArrayBuffer(0)) })
})

it('without a key it waits sealed for its agent only, travels open, and is sealed as soon as there is a key', async () => {
  const keys = { ids: [] as string[] }
  const store = await aStore('later', keys)
  await handIn(store)
  expect(await store.db.outbox.toArray()).toMatchObject([{ alg: 'unsealed', keyId: '' }])
  expect((await store.db.outbox.toArray())[0]?.body.byteLength).toBe(0)
  expect(await bodyOf({ ...store, codec: locked })).toBe(undefined)
  expect(await bodyOf(store)).toEqual({ alg: 'clear', keyId: '', body: words })
  keys.ids.push('one')
  const sealed = await bodyOf(store)
  expect(sealed).toMatchObject({ alg: 'sealed', keyId: 'one' })
  // Kept: a lost answer is followed by the same bytes.
  expect(await bodyOf({ ...store, codec: locked })).toEqual(sealed)
})

it('seals anew to a key that the server has, when it has no more the old one; locked, it sends what it has', async () => {
  const keys = { ids: ['one'] }
  const store = await aStore('rotated', keys)
  await handIn(store)
  keys.ids = ['three', 'one']
  expect(await bodyOf(store)).toMatchObject({ keyId: 'one' })
  keys.ids = ['three']
  expect(await bodyOf({ ...store, codec: locked })).toMatchObject({ keyId: 'one' })
  expect(await bodyOf(store)).toMatchObject({ keyId: 'three' })
})

it('what an older app left open is sealed when it goes, and lies open no longer', async () => {
  const store = await aStore('older', { ids: ['one'] })
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  await store.db.outbox.add({
    opId,
    caseId,
    deviceSeq: 1,
    state: 'waiting',
    detail,
    alg: 'clear',
    keyId: '',
    body: words.slice().buffer,
  })
  expect(await bodyOf(store)).toMatchObject({ alg: 'sealed', keyId: 'one' })
  expect(await store.db.outbox.toArray()).toMatchObject([{ alg: 'sealed', copy: { alg: 'clear' } }])
})

it('a page travels as the one ciphertext that was made when it was taken, locked or not', async () => {
  const store = await aStore('page', { ids: ['one'] })
  await handIn(store)
  const name = { caseId, scanId: scan.scanId }
  expect(await findTravellingScan({ ...store, codec: locked }, name)).toEqual({
    bytes: Uint8Array.of(9, 1, 2, 3),
    sha256: 'b'.repeat(64),
    key: { keyId: 'one', bytes: Uint8Array.of(3, 7) },
  })
  expect(await findScanBytes(store, caseId, name.scanId)).toEqual(pageBytes)
})

it('a page’s key is sealed anew to a key that the server has; without any it travels open, from an unlocked tablet', async () => {
  const keys = { ids: ['one'] }
  const store = await aStore('page-later', keys)
  await handIn(store)
  const name = { caseId, scanId: scan.scanId }
  keys.ids = []
  expect(await findTravellingScan(store, name)).toEqual({ bytes: pageBytes, sha256: scan.scanId })
  keys.ids = ['three']
  expect(await findTravellingScan(store, name)).toMatchObject({ key: { keyId: 'three' } })
  expect(await store.db.scans.toArray()).toMatchObject([{ keyForServer: { keyId: 'three' } }])
})
