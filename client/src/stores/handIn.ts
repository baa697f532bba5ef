import { scansOf, type CaseContent, type ScanRef, type SecondFact } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { secondFactText } from '@onetrip/shared/case/secondFact'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { mintQueryCode } from '@onetrip/shared/lib/queryCode'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { Operation } from '@onetrip/shared/wire/operation'
import { recordStep } from '../db/commands'
import type { OwnCaseState } from '../db/localDatabase'
import { answered } from './answering'
import { composeOperation } from './composeOperation'
import { mintReceiptNumber } from './mintReceiptNumber'
import { prepareContent, type HandInRefusal } from './prepareContent'
import type { Tablet } from './tablet'

/** Hands an application in: minted number and code, the operation and its uploads, in one strict transaction. */
export async function handIn(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, insisted }: { readonly draft: IntakeDraft; readonly insisted: boolean },
): Promise<Result<IntakeDraft, HandInRefusal>> {
  const ready = await prepareContent(tablet, catalogue, draft, insisted)
  if (!ready.ok) return ready
  const { secondFact } = draft
  if (!secondFact) return err({ kind: 'incomplete' })
  const receiptNumber = await mintReceiptNumber(tablet, catalogue)
  const queryCode = mintQueryCode(tablet.random)
  const opId = OpId.parse(tablet.newId())
  const payload = {
    content: ready.value,
    receiptNumber,
    queryCodeSha256: await hashText(tablet, queryCode),
    secondFact: await hashFact(tablet, draft.caseId, secondFact),
    insisted,
  }
  const operation = await composeOperation(tablet, catalogue, {
    opId,
    caseId: draft.caseId,
    kind: 'case.submit',
    baseRevision: 0,
    payload,
  })
  const after: IntakeDraft = { ...draft, receipt: { receiptNumber, queryCode, collectedAt: operation.deviceTime } }
  return record(tablet, { from: 'draft', draft: after, operation, scans: scansOf(ready.value) })
}

/** Answers corrections: the whole content anew, based on the one that was asked about. */
export async function handInCorrection(
  tablet: Tablet,
  catalogue: Catalogue,
  {
    draft,
    insisted,
    sent,
  }: { readonly draft: IntakeDraft; readonly insisted: boolean; readonly sent: ReadonlySet<string> },
): Promise<Result<IntakeDraft, HandInRefusal>> {
  const ready = await prepareContent(tablet, catalogue, draft, insisted)
  if (!ready.ok) return ready
  const { correcting } = draft
  if (!correcting) return err({ kind: 'incomplete' })
  const opId = OpId.parse(tablet.newId())
  const answers = correcting.corrections.map(({ correction }) => correction.correctionId)
  const payload = { content: ready.value, answers, insisted }
  const operation = await composeOperation(tablet, catalogue, {
    opId,
    caseId: draft.caseId,
    kind: 'case.correct',
    baseRevision: correcting.baseRevision,
    payload,
  })
  const after = answered(draft, operation.deviceTime)
  return record(tablet, { from: 'handed-in', draft: after, operation, scans: freshScans(ready.value, draft, sent) })
}

/** What is to be sent of a content: pages that are neither on their way nor taken over from the server. */
export function freshScans(content: CaseContent, { fromServer }: IntakeDraft, sent: ReadonlySet<string>): ScanRef[] {
  const there = new Set<string>([...sent, ...(fromServer ?? [])])
  return scansOf(content).filter((scan) => !there.has(scan.scanId))
}

/** Pages of the case that are at the server or on their way, without those that only `except` would bring. */
export async function readSentScans({ store }: Tablet, caseId: CaseId, except?: OpId): Promise<ReadonlySet<string>> {
  const uploads = await store.db.uploads.where('caseId').equals(caseId).toArray()
  return new Set(uploads.filter((upload) => upload.opId !== except).map((upload) => upload.scanId))
}

const hashText = (tablet: Tablet, text: string): Promise<string> => tablet.sha256Hex(new TextEncoder().encode(text))

async function hashFact(
  tablet: Tablet,
  caseId: CaseId,
  fact: NonNullable<IntakeDraft['secondFact']>,
): Promise<SecondFact> {
  return { kind: fact.kind, sha256: await hashText(tablet, secondFactText(caseId, fact.kind, fact.value)) }
}

type Recorded = {
  readonly from: OwnCaseState
  readonly draft: IntakeDraft
  readonly operation: Operation
  readonly scans: readonly ScanRef[]
}

async function record(
  tablet: Tablet,
  { from, draft, operation, scans }: Recorded,
): Promise<Result<IntakeDraft, HandInRefusal>> {
  const body = new TextEncoder().encode(JSON.stringify(operation))
  const { opId } = operation
  const recorded = await recordStep(tablet.store, {
    caseId: draft.caseId,
    from,
    draft,
    newScans: [],
    operations: [{ opId, body }],
    uploads: scans.map((ref) => ({ ref, opId, uploadId: UploadId.parse(tablet.newId()) })),
    settles: [],
    atMs: tablet.nowMs(),
  })
  return recorded.ok ? ok(draft) : err({ kind: recorded.error })
}
