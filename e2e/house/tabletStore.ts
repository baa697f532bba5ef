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

/**
 * From now on the page writes operations as an app of another age would, or a tampered one: with these words in place of
 * its own; with none, as itself again. What was written before is left alone.
 */
export const changeWords = (page: Page, change: Readonly<Record<string, unknown>>): Promise<void> =>
  page.evaluate((changed) => {
    type Encode = (this: TextEncoder, text?: string) => Uint8Array<ArrayBuffer>
    const page = globalThis as typeof globalThis & { nativeEncode?: Encode }
    // Called with an encoder of the page, as a method is.
    const prototype = TextEncoder.prototype as { encode: Encode }
    const encode = (page.nativeEncode ??= prototype.encode)
    prototype.encode = function encodeChanged(text = '') {
      const isOperation = text.startsWith('{') && text.includes('"opId"') && text.includes('"payload"')
      if (!isOperation) return encode.call(this, text)
      const operation: unknown = JSON.parse(text)
      return encode.call(this, JSON.stringify(Object.assign({}, operation, changed)))
    }
  }, change)

/** Makes the page seal anew what waits, as it does for a server that has other keys by now. */
export const unseal = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      if (database.objectStoreNames.contains('outbox')) {
        const outbox = database.transaction('outbox', 'readwrite').objectStore('outbox')
        // What IndexedDB answers is what the app put in: client/src/db/localDatabase.ts.
        const records = (await ask(outbox.getAll())) as { state: string }[]
        for (const record of records.filter(({ state }) => state === 'waiting'))
          await ask(outbox.put({ ...record, alg: 'unsealed', keyId: '', body: new ArrayBuffer(0) }))
      }
      database.close()
    }
  })

/** The tablet no longer has the largest page that waits, nor knows of it: as if its disk had lost it. */
export const losePage = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      if (database.objectStoreNames.contains('uploads')) {
        const lost = database.transaction(['uploads', 'scans'], 'readwrite')
        // What IndexedDB answers is what the app put in: client/src/db/localDatabase.ts.
        const records = (await ask(lost.objectStore('uploads').getAll())) as Record<string, string>[]
        const waiting = records.filter(({ state }) => state === 'waiting')
        const [largest] = waiting.toSorted((a, b) => Number(b['sizeBytes']) - Number(a['sizeBytes']))
        const key = [largest?.['caseId'] ?? '', largest?.['scanId'] ?? '']
        if (largest) for (const store of ['uploads', 'scans']) await ask(lost.objectStore(store).delete(key))
      }
      database.close()
    }
  })

/** The tablet no longer has anything of what waits, nor knows of it: operations, scans and their bytes. */
export const loseWork = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ask = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('IndexedDB refused'))
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name))
      if (database.objectStoreNames.contains('outbox')) {
        const tables = database.transaction(['outbox', 'uploads', 'scans'], 'readwrite')
        const outbox = tables.objectStore('outbox')
        const uploads = tables.objectStore('uploads')
        // What IndexedDB answers is what the app put in: client/src/db/localDatabase.ts.
        const operations = (await ask(outbox.getAll())) as { seq: number; state: string }[]
        const pages = (await ask(uploads.getAll())) as { caseId: string; scanId: string; state: string }[]
        for (const { seq } of operations.filter(({ state }) => state === 'waiting')) await ask(outbox.delete(seq))
        for (const { caseId, scanId } of pages.filter(({ state }) => state === 'waiting'))
          for (const table of [uploads, tables.objectStore('scans')]) await ask(table.delete([caseId, scanId]))
      }
      database.close()
    }
  })

/** How many second copies lie in the browser's file system. */
export const countCopies = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const names: string[] = []
    for await (const folder of (await navigator.storage.getDirectory()).values())
      if (folder instanceof FileSystemDirectoryHandle) for await (const name of folder.keys()) names.push(name)
    return names.filter((name) => name.endsWith('.copy')).length
  })

/** The newest second copy is cut short, as a broken disk may leave it. */
export const cutNewestCopy = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const copies: FileSystemFileHandle[] = []
    for await (const folder of (await navigator.storage.getDirectory()).values())
      if (folder instanceof FileSystemDirectoryHandle)
        for await (const file of folder.values()) if (file instanceof FileSystemFileHandle) copies.push(file)
    const newest = copies.toSorted((a, b) => (a.name < b.name ? -1 : 1)).at(-1)
    const writable = await newest?.createWritable({ keepExistingData: true })
    await writable?.truncate(40)
    await writable?.close()
  })
