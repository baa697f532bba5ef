import type { ScanRef } from '@onetrip/shared/case/content'
import { OpId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { assertNotClosing } from '../db/closing'
import { sealScans } from '../db/scanRecords'
import { toUploadRecord } from '../db/toRecords'
import type { Tablet } from './tablet'

/**
 * Sends a page that the server waits for, whichever tablet took it first. `bytes` where it was taken anew just now: they
 * are what its id says. No operation goes before it: the one that names it is at the server.
 */
export async function sendAwaited(
  { store, newId }: Pick<Tablet, 'store' | 'newId'>,
  { caseId, ref, bytes }: { readonly caseId: CaseId; readonly ref: ScanRef; readonly bytes?: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { db } = store
  const scans = bytes ? await sealScans(store, caseId, [{ ref, bytes }]) : []
  const upload = toUploadRecord(caseId, { ref, opId: OpId.parse(newId()), uploadId: UploadId.parse(newId()) })
  await db.transaction('rw', db.scans, db.uploads, db.meta, async () => {
    await Promise.all([assertNotClosing(db), db.scans.bulkPut(scans), db.uploads.put(upload)])
  })
}
