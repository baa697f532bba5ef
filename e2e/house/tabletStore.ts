import type { Page } from '@playwright/test'

/** What waits on the tablet, as its own database has it. */
export type Waiting = { readonly operations: number; readonly scans: number; readonly bytes: number }

/** Reads the agent's IndexedDB past the app: what the pill says is held against this. */
export const readWaiting = (page: Page): Promise<Waiting> =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
    const open = (name: string): Promise<IDBDatabase> =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(`cannot open ${name}`))
      })
    const readAll = (database: IDBDatabase, store: string): Promise<Record<string, unknown>[]> =>
      new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll()
        // IndexedDB answers with what was put in; these are records.
        request.onsuccess = () => resolve(request.result as Record<string, unknown>[])
        request.onerror = () => reject(new Error(`cannot read ${store}`))
      })
    const waiting = { operations: 0, scans: 0, bytes: 0 }
    for (const name of names) {
      const database = await open(name)
      if (database.objectStoreNames.contains('outbox')) {
        const operations = (await readAll(database, 'outbox')).filter(({ state }) => state === 'waiting')
        const uploads = (await readAll(database, 'uploads')).filter(({ state }) => state === 'waiting')
        const bodies = operations.map(({ body }) => (body instanceof ArrayBuffer ? body.byteLength : 0))
        const sizes = uploads.map(({ sizeBytes }) => Number(sizeBytes))
        waiting.operations += operations.length
        waiting.scans += uploads.length
        waiting.bytes += [...bodies, ...sizes].reduce((total, bytes) => total + bytes, 0)
      }
      database.close()
    }
    return waiting
  })
