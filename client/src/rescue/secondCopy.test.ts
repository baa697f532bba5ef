// Goal: what the database loses is not lost, and nothing is sent twice for it. Method: a real store with real sealing,
// a folder in memory that writes whole files or none, and a crash at every write.
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { aBundleStore, BUNDLE_PARTS, handInFor } from '../../test/bundleStore'
import { ok } from '@onetrip/shared/lib/result'
import { openBundle } from './bundleStorage'
import { reconcileCopies, removeCopies, type CopyFolder, type SecondCopyDeps } from './secondCopy'
import type { BundleEnd } from './sendBundle'

function aFolder() {
  const files = new Map<string, Blob>()
  const folder: CopyFolder = {
    list: async () => [...files.keys()],
    read: async (name) => files.get(name),
    write: async (name, content) => void files.set(name, content),
    remove: async (name) => void files.delete(name),
  }
  return { files, folder }
}

const progress = { operations: 1, operationsThere: 1, refused: 0, scans: 0, scansThere: 0 }

async function aScene(end: BundleEnd = { kind: 'all', progress }) {
  const store = await aBundleStore()
  const { files, folder } = aFolder()
  const sent: Blob[] = []
  const deps: SecondCopyDeps = {
    ...BUNDLE_PARTS,
    store,
    folder,
    send: async (file) => {
      sent.push(file)
      return ok(end)
    },
  }
  return { store, files, folder, sent, deps }
}

it('[SYNC-R20] copies each operation once with the scans that it names, and sends nothing that the database has', async () => {
  const { store, files, sent, deps } = await aScene()
  await handInFor(store, 1, [300, 20])
  await handInFor(store, 2, [])
  expect(await reconcileCopies(deps)).toEqual({ copied: 2, rescued: 0, lost: 0 })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(sent).toEqual([])
  const opened = await Promise.all([...files.values()].map((file) => openBundle(file, [])))
  expect(opened.map((one) => one.ok && one.value.layout.head.scans.length)).toEqual([2, 0])
})

it('[SYNC-R20] sends from the copy what the database has lost, and lets it go when all of it is there', async () => {
  const { store, files, sent, deps } = await aScene()
  await handInFor(store, 1, [300])
  await reconcileCopies(deps)
  const [copy] = files.values()
  await Promise.all([store.db.outbox.clear(), store.db.uploads.clear(), store.db.scans.clear()])
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 1, lost: 0 })
  expect(sent).toEqual([copy])
  expect(files.size).toBe(0)
})

it('[SYNC-R20] keeps the copy of what is lost while it could not be sent whole', async () => {
  const { store, files, deps } = await aScene({ kind: 'failed', why: 'unreachable', progress })
  await handInFor(store, 1, [300])
  await reconcileCopies(deps)
  await store.db.outbox.clear()
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 1 })
  expect(files.size).toBe(1)
})

it('keeps the copy of what has ended until it is forgotten on purpose, and leaves alone what is no copy', async () => {
  const { store, files, folder, sent, deps } = await aScene()
  await handInFor(store, 1, [])
  await reconcileCopies(deps)
  const ended = { kind: 'ended', how: 'applied', endedAtMs: 1 } as const
  await store.db.outbox.toCollection().modify({ state: 'ended', detail: ended })
  files.set('somebody else’s', new Blob(['x']))
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect([files.size, sent.length]).toEqual([2, 0])
  const [record] = await store.db.outbox.toArray()
  await removeCopies(folder, [record?.opId ?? ''])
  expect([...files.keys()]).toEqual(['somebody else’s'])
})

it('nothing that is not sealed leaves the database', async () => {
  const { store, files, deps } = await aScene()
  await handInFor(store, 1, [])
  await store.db.outbox.toCollection().modify({ alg: 'unsealed' })
  expect(await reconcileCopies(deps)).toEqual({ copied: 0, rescued: 0, lost: 0 })
  expect(files.size).toBe(0)
})
