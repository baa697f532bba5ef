import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId, OpId, UploadId } from '@onetrip/shared/lib/ids'
import type { OutboxRecord, OwnCaseRecord, ScanRecord, UploadRecord } from './localDatabase'
import type { RecordCodec } from './recordCodec'

/** A page just taken: its bytes and what they hash to. */
export type NewScan = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** An operation to be sent: its body is the operation as UTF-8 JSON until envelopes exist. */
export type NewOperation = { readonly opId: OpId; readonly body: Uint8Array<ArrayBuffer> }

/** A page to be sent, once the operation that names it was applied. */
export type NewUpload = { readonly ref: ScanRef; readonly opId: OpId; readonly uploadId: UploadId }

/** An application as it lies on the tablet: sealed, but for whether it was handed in. */
export const sealDraft = async (codec: RecordCodec, draft: IntakeDraft): Promise<Required<OwnCaseRecord>> => ({
  caseId: draft.caseId,
  state: draft.receipt ? 'handed-in' : 'draft',
  body: await codec.seal(draft),
})

/** Pages as they lie on the tablet. */
export const sealScans = (codec: RecordCodec, caseId: CaseId, scans: readonly NewScan[]): Promise<ScanRecord[]> =>
  Promise.all(
    scans.map(async ({ ref, bytes }) => ({
      caseId,
      scanId: ref.scanId,
      sizeBytes: ref.sizeBytes,
      body: await codec.sealBytes(bytes),
    })),
  )

/** An operation that waits to be sent. Dexie numbers the records itself; `seq` is absent until then. */
export function toOutboxRecord(
  caseId: CaseId,
  { opId, body }: NewOperation,
  deviceSeq: number,
): Omit<OutboxRecord, 'seq'> {
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  return { opId, caseId, deviceSeq, state: 'waiting', detail, alg: 'clear', keyId: '', body: body.slice().buffer }
}

/** A page that waits to be sent, after the words that name it. */
export function toUploadRecord(caseId: CaseId, { ref, opId, uploadId }: NewUpload): UploadRecord {
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
