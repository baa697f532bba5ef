import { UploadId } from '@onetrip/shared/lib/ids'
import { assertNotClosing } from '../db/closing'
import type { UploadEntry, UploadState } from '../db/outboxEntry'
import { sealScans } from '../db/scanRecords'
import type { Tablet } from './tablet'

/** Puts a page's bytes back under the id they hash to, and sends it anew from the start. The caller has compared the two. */
export async function restoreScan(
  { store, newId }: Tablet,
  { caseId, scanId, sizeBytes, mediaType }: UploadEntry,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { db } = store
  const scans = await sealScans(store, caseId, [{ ref: { scanId, sizeBytes, mediaType }, bytes }])
  const detail: UploadState = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 }
  await db.transaction('rw', db.scans, db.uploads, db.meta, async () => {
    await assertNotClosing(db)
    await db.scans.bulkPut(scans)
    await db.uploads.update([caseId, scanId], { state: detail.kind, detail, uploadId: UploadId.parse(newId()) })
  })
}
