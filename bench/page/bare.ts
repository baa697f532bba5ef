// Runs in Chromium: the floors. Bare fetch, bare IndexedDB; no protocol, no rules, no envelope.
const STRICT = { durability: 'strict' } as const

export const barePage = {
  /** Milliseconds for these bodies, one request each, one after the other. */
  post: async (path: string, bodies: readonly string[]): Promise<number> => {
    const fromMs = performance.now()
    for (const body of bodies) await send(path, body)
    return performance.now() - fromMs
  },
  /** The same for one body of so many bytes. */
  postBytes: async (path: string, bytes: number): Promise<number> => {
    const body = randomBytes(bytes)
    const fromMs = performance.now()
    await send(path, body)
    return performance.now() - fromMs
  },
  /** Puts scans on the tablet's disk, to be sent from there. */
  keepScans: async (count: number, bytes: number): Promise<void> => {
    const db = await openStore()
    for (let nth = 0; nth < count; nth += 1) {
      const transaction = db.transaction('scans', 'readwrite', STRICT)
      transaction.objectStore('scans').put(randomBytes(bytes).buffer, nth)
      await committed(transaction)
    }
    db.close()
  },
  /** A request and a synced file for each, so many side by side. */
  sendScans: async (count: number, lanes: number): Promise<number> => {
    const db = await openStore()
    const run = crypto.randomUUID()
    const fromMs = performance.now()
    await sideBySide(count, lanes, async (nth) => send(`/file?name=${run}-${nth}`, await readScan(db, nth)))
    db.close()
    return performance.now() - fromMs
  },
  /** All in one body, one synced file. */
  sendAsOne: async (count: number): Promise<number> => {
    const db = await openStore()
    const fromMs = performance.now()
    const parts: ArrayBuffer[] = []
    for (let nth = 0; nth < count; nth += 1) parts.push(await readScan(db, nth))
    await send(`/file?name=${crypto.randomUUID()}`, new Blob(parts))
    db.close()
    return performance.now() - fromMs
  },
  /** The same, each from the byte on that the server says, until all are there. */
  resumeScans: async (count: number, lanes: number, pauseMs: number): Promise<number> => {
    const db = await openStore()
    const run = crypto.randomUUID()
    const fromMs = performance.now()
    await sideBySide(count, lanes, async (nth) => resume(`${run}-${nth}`, await readScan(db, nth), pauseMs))
    db.close()
    return performance.now() - fromMs
  },
  /** Fetches rows and lays them, in buckets, over what is there; nothing is sealed or checked. */
  takeRows: async (buckets: number): Promise<number> => {
    const db = await openStore()
    const fromMs = performance.now()
    const response = await fetch('/pull')
    const rows = (await response.json()) as { readonly entityId: string }[]
    const byBucket = new Map<number, Record<string, unknown>>()
    for (const row of rows) {
      const bucket = bucketOf(row.entityId, buckets)
      byBucket.set(bucket, { ...byBucket.get(bucket), [row.entityId]: row })
    }
    const transaction = db.transaction('pages', 'readwrite', STRICT)
    const pages = transaction.objectStore('pages')
    await Promise.all(
      [...byBucket].map(async ([bucket, fresh]) => {
        const known = await answerOf(pages.get(bucket) as IDBRequest<string | undefined>)
        const page = { ...(known && (JSON.parse(known) as Record<string, unknown>)), ...fresh }
        pages.put(JSON.stringify(page), bucket)
      }),
    )
    await committed(transaction)
    db.close()
    return performance.now() - fromMs
  },
}
export type BarePage = typeof barePage

async function sideBySide(count: number, lanes: number, act: (nth: number) => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: count }, (_, nth) => nth)
  const lane = async (): Promise<void> => {
    for (let nth = waiting.shift(); nth !== undefined; nth = waiting.shift()) await act(nth)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function send(path: string, body: BodyInit): Promise<void> {
  const response = await fetch(path, { method: 'POST', body })
  if (!response.ok) throw new Error(`the bare server answered ${response.status}`)
  await response.arrayBuffer()
}

async function resume(name: string, bytes: ArrayBuffer, pauseMs: number): Promise<void> {
  // Nothing of it can be there yet, and nobody is asked.
  let isAsking = false
  for (;;) {
    try {
      const offset = isAsking ? Number(await (await fetch(`/offset?name=${name}`)).text()) : 0
      if (offset >= bytes.byteLength) return
      await send(`/resume?name=${name}&offset=${offset}`, bytes.slice(offset))
      return
    } catch {
      isAsking = true
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  return bytes
}

const readScan = (db: IDBDatabase, nth: number): Promise<ArrayBuffer> =>
  answerOf(db.transaction('scans').objectStore('scans').get(nth) as IDBRequest<ArrayBuffer>)

async function openStore(): Promise<IDBDatabase> {
  const request = indexedDB.open('bench-bare-sync', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('scans')
    request.result.createObjectStore('pages')
  }
  return answerOf(request)
}

function answerOf<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('bare IndexedDB failed'))
  })
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error ?? new Error('the bare write failed'))
  })
}

/** Any even spreading does. */
function bucketOf(entityId: string, buckets: number): number {
  let sum = 0
  for (let at = 0; at < entityId.length; at += 1) sum = (Math.imul(sum, 31) + entityId.charCodeAt(at)) >>> 0
  return sum % buckets
}

Object.assign(globalThis, { page: barePage })
