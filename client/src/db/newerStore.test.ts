// First of all: Dexie looks for the browser's database once, when it is loaded.
import { randomUUID } from 'node:crypto'
import { Dexie } from 'dexie'
import { expect, it, onTestFinished } from 'vitest'
import { LocalDatabase } from './localDatabase'
import { isNewerStoreError } from './newerStore'

/** A store of today's version with one record in it, left open. */
async function makeStore(): Promise<LocalDatabase> {
  const db = openStore(randomUUID())
  await db.meta.put({ key: 'kept', value: 1 })
  return db
}

function openStore(name: string): LocalDatabase {
  const db = new LocalDatabase(name)
  onTestFinished(() => db.close())
  return db
}

/** Takes the store over, as an app of another version would; in IndexedDB's own numbers. */
const takeOver = (name: string, version: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
    request.onerror = () => reject(new Error('not opened'))
  })

/** What lies there, whoever opens it. */
async function readMeta(name: string): Promise<unknown[]> {
  const db = await new Dexie(name).open()
  const records = await db.table<unknown>('meta').toArray()
  db.close()
  return records
}

const why = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  )

it('[SYNC-R26] neither reads nor writes the store of a newer app, however often it is asked', async () => {
  const { name } = await makeStore()
  await takeOver(name, 990)
  const db = openStore(name)
  for (const work of [() => db.meta.put({ key: 'kept', value: 2 }), () => db.meta.toArray(), () => db.meta.clear()])
    expect(isNewerStoreError(await why(work()))).toBe(true)
  expect(await readMeta(name)).toEqual([{ key: 'kept', value: 1 }])
})

it('[SYNC-R26] is kept out as soon as a newer app comes, in the midst of its work', async () => {
  const db = await makeStore()
  await takeOver(db.name, 990)
  const failed = await why(db.transaction('rw', db.meta, () => db.meta.put({ key: 'kept', value: 2 })))
  expect(isNewerStoreError(failed)).toBe(true)
  expect(await readMeta(db.name)).toEqual([{ key: 'kept', value: 1 }])
})

it('[SYNC-R26] opens its own store, which Dexie has mended meanwhile', async () => {
  const db = await makeStore()
  await takeOver(db.name, db.backendDB().version + 1)
  expect(await openStore(db.name).meta.toArray()).toEqual([{ key: 'kept', value: 1 }])
})

it('knows no other trouble for it', () => {
  expect(isNewerStoreError(new Error('disk full'))).toBe(false)
  expect(isNewerStoreError(undefined)).toBe(false)
})
