import type { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { LocalDatabase, OutboxRecord, ScanRecord, UploadRecord } from './localDatabase'
import { takeDeviceSeqs } from './meta'
import type { RecordCodec } from './recordCodec'

/** The tablet's store with the codec that reads it. */
export type LocalStore = { readonly db: LocalDatabase; readonly codec: RecordCodec }

/** A page just taken: its bytes and what they hash to. */
export type NewScan = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** Saves an application as it stands. Resolves when it is on the disk, not before. */
export async function saveDraft({ db, codec }: LocalStore, draft: IntakeDraft): Promise<void> {
  await db.ownCases.put({ caseId: draft.caseId, body: await codec.seal(draft) })
}

/** Saves new pages together with the application that names them, or neither. */
export async function saveDraftWithScans(
  { db, codec }: LocalStore,
  draft: IntakeDraft,
  scans: readonly NewScan[],
): Promise<void> {
  const body = await codec.seal(draft)
  const records = await sealScans(codec, draft.caseId, scans)
  await db.transaction('rw', db.ownCases, db.scans, async () => {
    await db.scans.bulkPut(records)
    await db.ownCases.put({ caseId: draft.caseId, body })
  })
}

/** An operation to be sent: its body is the operation as UTF-8 JSON until envelopes exist. */
export type NewOperation = { readonly opId: OpId; readonly body: Uint8Array<ArrayBuffer> }

/** A person's step: the application after it, what is to be sent, and the pages that go with it. */
export type Step = {
  readonly caseId: CaseId
  /** Absent where this tablet did not take the case in and has no copy of it. */
  readonly draft?: IntakeDraft
  readonly newScans: readonly NewScan[]
  /** In the order in which they must be applied. */
  readonly operations: readonly NewOperation[]
  readonly uploads: readonly { readonly ref: ScanRef; readonly opId: OpId; readonly uploadId: UploadId }[]
  /** Parked operations that this step settles. */
  readonly settles: readonly OpId[]
  readonly atMs: number
}

/**
 * Records a step: application, pages, operations and uploads in one strict transaction, or nothing. What
 * resolves here will be sent, whatever happens to this tab.
 */
export async function recordStep({ db, codec }: LocalStore, step: Step): Promise<void> {
  const { caseId, draft } = step
  const body = draft && (await codec.seal(draft))
  const scans = await sealScans(codec, caseId, step.newScans)
  await db.transaction('rw', [db.ownCases, db.scans, db.outbox, db.uploads, db.meta], async () => {
    await db.scans.bulkPut(scans)
    if (body) await db.ownCases.put({ caseId, body })
    await endSettled(db, step)
    const firstSeq = await takeDeviceSeqs(db, step.operations.length)
    await db.outbox.bulkAdd(step.operations.map((operation, nth) => toOutboxRecord(caseId, operation, firstSeq + nth)))
    await db.uploads.bulkPut(step.uploads.map((upload) => toUploadRecord(caseId, upload)))
  })
}

/** Forgets an application that was never handed in, with its pages. The agent asked for it. */
export async function discardDraft({ db }: LocalStore, caseId: CaseId): Promise<void> {
  await db.transaction('rw', db.ownCases, db.scans, async () => {
    await db.scans.where('caseId').equals(caseId).delete()
    await db.ownCases.delete(caseId)
  })
}

/** Drops pages that no longer belong to the application, in the transaction that saves it. */
export async function saveDraftWithoutScans(
  { db, codec }: LocalStore,
  draft: IntakeDraft,
  removed: readonly ScanId[],
): Promise<void> {
  const body = await codec.seal(draft)
  await db.transaction('rw', db.ownCases, db.scans, async () => {
    await db.scans.bulkDelete(removed.map((scanId): [string, string] => [draft.caseId, scanId]))
    await db.ownCases.put({ caseId: draft.caseId, body })
  })
}

async function sealScans(codec: RecordCodec, caseId: CaseId, scans: readonly NewScan[]): Promise<ScanRecord[]> {
  return Promise.all(
    scans.map(async ({ ref, bytes }) => ({
      caseId,
      scanId: ref.scanId,
      sizeBytes: ref.sizeBytes,
      body: await codec.sealBytes(bytes),
    })),
  )
}

async function endSettled(db: LocalDatabase, step: Step): Promise<void> {
  if (step.settles.length === 0) return
  const ended = { kind: 'ended', how: 'settled', endedAtMs: step.atMs } as const
  await db.outbox
    .where('opId')
    .anyOf([...step.settles])
    .modify({ state: 'ended', detail: ended })
  // Pages of what was not applied go no further; an operation in its place names anew what it takes along.
  const settled = new Set<string>(step.settles)
  await db.uploads
    .where('caseId')
    .equals(step.caseId)
    .filter((upload) => settled.has(upload.opId))
    .delete()
}

// Dexie numbers the records itself; `seq` is absent until then.
function toOutboxRecord(caseId: CaseId, { opId, body }: NewOperation, deviceSeq: number): Omit<OutboxRecord, 'seq'> {
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  return { opId, caseId, deviceSeq, state: 'waiting', detail, alg: 'clear', keyId: '', body: body.slice().buffer }
}

function toUploadRecord(caseId: CaseId, { ref, opId, uploadId }: Step['uploads'][number]): UploadRecord {
  const detail = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
  return {
    caseId,
    scanId: ref.scanId,
    opId,
    uploadId,
    sizeBytes: ref.sizeBytes,
    mediaType: ref.mediaType,
    state: 'waiting',
    detail,
  }
}
