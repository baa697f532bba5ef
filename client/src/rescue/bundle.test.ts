// Goal: what a dying tablet could not send arrives from its file, once, whoever brings it and however often; and a file
// that is none, or not whole, says so. Method: a real store with real sealing; the file through the layout reader; the
// engine on it with a server that keeps every byte.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { aBundleStore, BUNDLE_PARTS, handInFor } from '../../test/bundleStore'
import { readBundleLayout } from '@onetrip/shared/wire/bundle'
import type { LocalStore } from '../db/localStore'
import { openBundle, readSliceOf } from './bundleStorage'
import { makeBundle, type BundleParts } from './makeBundle'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

const partsOf = (store: LocalStore, changes: Partial<BundleParts> = {}): BundleParts => ({
  store,
  ...BUNDLE_PARTS,
  onProgress: () => undefined,
  signal: new AbortController().signal,
  ...changes,
})

async function aBundle(store: LocalStore): Promise<Blob> {
  const made = await makeBundle(partsOf(store))
  if (!made.ok) throw new Error(made.error)
  return made.value.file
}

it('a file holds every operation and scan as it lies sealed on the tablet, and nothing that could be read', async () => {
  const store = await aBundleStore()
  await handInFor(store, 1, [300, 20])
  await handInFor(store, 2, [])
  const file = await aBundle(store)
  const opened = await openBundle(file, [])
  if (!opened.ok) throw new Error(opened.error)
  const { storage } = opened.value
  const queue = await storage.readOutbox()
  expect(queue.map(({ opId }) => opId)).toEqual([uuid(101), uuid(102)])
  const records = await store.db.outbox.toArray()
  const bodies = await storage.readBodies(queue.map(({ seq }) => seq))
  expect([...bodies.values()].map(({ body }) => body)).toEqual(records.map(({ body }) => new Uint8Array(body)))
  for (const upload of await storage.readUploads()) {
    const scan = await storage.findScan(upload)
    if (!scan || scan === 'locked') throw new Error('the scan is in the file')
    expect(createHash('sha256').update(scan.bytes).digest('hex')).toBe(scan.sha256)
  }
  expect(await storage.readUploads()).toHaveLength(2)
})

it('[SYNC-R8] a file of scans alone holds the words that came before them: a restored server may lack both', async () => {
  const store = await aBundleStore()
  await handInFor(store, 1, [300])
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  await store.db.outbox.toCollection().modify({ state: 'ended', detail: ended })
  const made = await makeBundle(partsOf(store))
  expect(made).toMatchObject({ ok: true, value: { operations: 1, scans: 1 } })
})

it('a file that was cut anywhere, or is another, or is newer, says so and sends nothing', async () => {
  const store = await aBundleStore()
  await handInFor(store, 1, [300])
  const file = await aBundle(store)
  for (const size of [0, 3, 11, 12, 40, file.size - 301, file.size - 1]) {
    const opened = await openBundle(file.slice(0, size), [])
    expect(opened.ok, `cut at ${size}`).toBe(false)
  }
  expect(await openBundle(file.slice(0, file.size - 1), [])).toEqual({ ok: false, error: 'cut-short' })
  expect(await openBundle(new Blob(['%PDF-1.7 and so on']), [])).toEqual({ ok: false, error: 'not-one' })
  const bytes = new Uint8Array(await file.arrayBuffer())
  bytes[7] = 2
  expect(await readBundleLayout(readSliceOf(new Blob([bytes])), bytes.length)).toEqual({ ok: false, error: 'newer' })
})

it('makes none of a tablet that has nothing, or whose words nobody could seal, and stops when it is told', async () => {
  expect(await makeBundle(partsOf(await aBundleStore()))).toEqual({ ok: false, error: 'nothing' })
  const unsealed = await aBundleStore({ hasKeys: false })
  await handInFor(unsealed, 1, [])
  expect(await makeBundle(partsOf(unsealed))).toEqual({ ok: false, error: 'not-sealed' })
  const store = await aBundleStore()
  await handInFor(store, 1, [10])
  expect(await makeBundle(partsOf(store, { signal: AbortSignal.abort() }))).toEqual({ ok: false, error: 'stopped' })
})

it('counts a scan that is gone from the tablet, and takes the others along', async () => {
  const store = await aBundleStore()
  await handInFor(store, 1, [10, 20])
  const [first] = await store.db.scans.toArray()
  await store.db.scans.delete([first?.caseId ?? '', first?.scanId ?? ''])
  expect(await makeBundle(partsOf(store))).toMatchObject({
    ok: true,
    value: { operations: 1, scans: 1, leftBehind: 1 },
  })
})
