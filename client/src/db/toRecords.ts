import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { CaseId, OpId, UploadId } from '@onetrip/shared/lib/ids'
import type { LocalStore } from './localStore'
import type { OutboxRecord, OwnCaseRecord, UploadRecord } from './localDatabase'
import { placeOfCase, placeOfOperation } from './recordCodec'
import { bufferOf } from './sealer'

/** A page just taken: its bytes and what they hash to. */
export type NewScan = { readonly ref: ScanRef; readonly bytes: Uint8Array<ArrayBuffer> }

/** An operation to be sent: its body is the operation as UTF-8 JSON. */
export type NewOperation = { readonly opId: OpId; readonly body: Uint8Array<ArrayBuffer> }

/** A page to be sent, once the operation that names it was applied. */
export type NewUpload = { readonly ref: ScanRef; readonly opId: OpId; readonly uploadId: UploadId }

/** An operation that is ready to be written, but for its number: the store counts by itself. */
export type SealedOperation = Omit<OutboxRecord, 'seq'>

/** An application as it lies on the tablet: sealed, but for whether it was handed in. */
export const sealDraft = async ({ codec }: LocalStore, draft: IntakeDraft): Promise<Required<OwnCaseRecord>> => ({
  caseId: draft.caseId,
  state: draft.receipt ? 'handed-in' : 'draft',
  body: await codec.seal(placeOfCase(draft.caseId), draft),
})

/** Operations that wait to be sent: each once for its agent and, as soon as its key is known, once for the server. */
export const sealOperations = (
  store: LocalStore,
  caseId: CaseId,
  operations: readonly NewOperation[],
): Promise<SealedOperation[]> => Promise.all(operations.map((operation) => sealOperation(store, caseId, operation)))

async function sealOperation(
  { codec, sealer }: LocalStore,
  caseId: CaseId,
  { opId, body }: NewOperation,
): Promise<SealedOperation> {
  const [copy, sealed] = await Promise.all([
    codec.seal(placeOfOperation(caseId, opId), new TextDecoder().decode(body)),
    sealer.sealOperation({ caseId, opId }, body),
  ])
  const detail = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  return { opId, caseId, state: 'waiting', detail, copy, ...(sealed ? asSealed(sealed) : UNSEALED) }
}

/** The body of an operation that could be sealed for the server. */
export const asSealed = ({ keyId, bytes }: { readonly keyId: string; readonly bytes: Uint8Array<ArrayBuffer> }) =>
  ({ alg: 'sealed', keyId, body: bufferOf(bytes) }) as const

const UNSEALED = { alg: 'unsealed', keyId: '', body: new ArrayBuffer(0) } as const

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
