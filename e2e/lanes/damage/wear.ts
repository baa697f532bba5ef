import type { Page } from '@playwright/test'

const PIECES = 200
const PIECE_BYTES = 30_000

/**
 * Writes as much into the browser's store as weeks of work would, in a database of its own: from some megabytes on, LevelDB
 * keeps what it has in tables, and its log begins anew.
 */
export const wearStore = (page: Page): Promise<void> =>
  page.evaluate(
    async ({ pieces, bytes }) => {
      const name = 'lane-wear'
      const opening = indexedDB.open(name)
      opening.onupgradeneeded = () => opening.result.createObjectStore(name, { autoIncrement: true })
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(new Error('no database to wear the store with'))
      })
      for (let nth = 0; nth < pieces; nth += 1) {
        const writing = database.transaction(name, 'readwrite')
        writing.objectStore(name).add(crypto.getRandomValues(new Uint8Array(bytes)))
        await new Promise((resolve) => writing.addEventListener('complete', resolve))
      }
      database.close()
    },
    { pieces: PIECES, bytes: PIECE_BYTES },
  )
