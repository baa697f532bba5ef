import type { LocalDatabase, ScanRecord } from '../db/localDatabase'
import type { LocalStore } from '../db/localStore'
import { sealScans } from '../db/scanRecords'

/**
 * Seals pages of a time before the vault, one after the other, beside the agent's work. One that is on its way stays as
 * it is: half of it may be at the server, and another form of it would be other bytes.
 */
export async function sealOpenScans(store: LocalStore): Promise<void> {
  const { db } = store
  for (const key of await db.scans.filter(isOpen).primaryKeys()) {
    const before = await db.scans.get(key)
    if (!before || !isOpen(before) || (await isOnItsWay(db, before))) continue
    const [sealed] = await sealScans(store, before.caseId, [toNewScan(before)])
    if (!sealed || isOpen(sealed)) continue
    await db.transaction('rw', db.scans, db.uploads, async () => {
      const now = await db.scans.get(key)
      if (now && isOpen(now) && !(await isOnItsWay(db, now))) await db.scans.put(sealed)
    })
  }
}

const isOpen = ({ body }: ScanRecord): boolean => body.alg === 'clear'

async function isOnItsWay({ uploads }: LocalDatabase, { caseId, scanId }: ScanRecord): Promise<boolean> {
  const upload = await uploads.get([caseId, scanId])
  return upload !== undefined && upload.state !== 'arrived'
}

/** The name of a page is the hash of its bytes: the same page is under it whatever time wrote it. */
const toNewScan = ({ scanId, sizeBytes, body }: ScanRecord) => ({
  // What kind of picture it is stands in the application, and is not asked for here.
  ref: { scanId, sizeBytes, mediaType: 'image/jpeg' as const },
  bytes: new Uint8Array(body.bytes),
})
