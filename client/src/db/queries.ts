import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase, OutboxRecord, UploadRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import type { QueuedOperation, UploadEntry } from './outboxEntry'
import { placeOfCase } from './recordCodec'

export async function findDraft({ db, codec }: LocalStore, caseId: CaseId): Promise<IntakeDraft | undefined> {
  const record = await db.ownCases.get(caseId)
  return record && ((await codec.open(placeOfCase(caseId), record.body)) as IntakeDraft)
}

/** Scans that are awaited and have not arrived. */
export async function readUploads(db: LocalDatabase): Promise<UploadEntry[]> {
  const records = await db.uploads.where('state').anyOf('waiting', 'blocked').toArray()
  return records.map(toUploadEntry)
}

// Ids were branded when they were written; IndexedDB keeps no types.
export const toQueued = (record: OutboxRecord): QueuedOperation =>
  ({
    seq: record.seq,
    opId: record.opId,
    caseId: record.caseId,
    deviceSeq: record.deviceSeq ?? record.seq,
    state: record.detail,
    sizeBytes: record.alg === 'unsealed' ? (record.copy?.bytes.byteLength ?? 0) : record.body.byteLength,
  }) as QueuedOperation

export const toUploadEntry = (record: UploadRecord): UploadEntry =>
  ({
    caseId: record.caseId,
    scanId: record.scanId,
    opId: record.opId,
    uploadId: record.uploadId,
    sizeBytes: record.sizeBytes,
    mediaType: record.mediaType,
    state: record.detail,
  }) as UploadEntry
