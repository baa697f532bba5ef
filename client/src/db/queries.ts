import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { LocalStore } from './commands'
import type { LocalDatabase, OutboxRecord, UploadRecord } from './localDatabase'
import type { OutboxEntry, UploadEntry } from './outboxEntry'

export async function findDraft({ db, codec }: LocalStore, caseId: CaseId): Promise<IntakeDraft | undefined> {
  const record = await db.ownCases.get(caseId)
  return record && ((await codec.open(record.body)) as IntakeDraft)
}

/** A page's bytes, or undefined when the tablet no longer has them. */
export async function findScanBytes(
  { db, codec }: LocalStore,
  caseId: CaseId,
  scanId: ScanId,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const record = await db.scans.get([caseId, scanId])
  return record && codec.openBytes(record.body)
}

/** Operations that have not ended, in the order they were made. */
export async function readOutbox(db: LocalDatabase): Promise<OutboxEntry[]> {
  const records = await db.outbox.where('state').anyOf('waiting', 'parked').sortBy('seq')
  return records.map(toOutboxEntry)
}

/** Scans that are awaited and have not arrived. */
export async function readUploads(db: LocalDatabase): Promise<UploadEntry[]> {
  const records = await db.uploads.where('state').anyOf('waiting', 'blocked').toArray()
  return records.map(toUploadEntry)
}

// Ids were branded when they were written; IndexedDB keeps no types.
export const toOutboxEntry = (record: OutboxRecord): OutboxEntry =>
  ({
    seq: record.seq,
    opId: record.opId,
    caseId: record.caseId,
    deviceSeq: record.deviceSeq,
    state: record.detail,
    alg: record.alg,
    keyId: record.keyId,
    body: new Uint8Array(record.body),
  }) as OutboxEntry

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
