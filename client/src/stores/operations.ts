import { secondFactText } from '@onetrip/shared/case/secondFact'
import { checkContent, signatureProblem } from '@onetrip/shared/case/checkContent'
import { scansOf, type CaseContent, type ScanRef, type SecondFact } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Problem } from '@onetrip/shared/case/problem'
import { toContent, toDraftContent } from '@onetrip/shared/case/toContent'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, StationId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { mintQueryCode } from '@onetrip/shared/lib/queryCode'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { dateIn } from '@onetrip/shared/lib/time'
import { Operation } from '@onetrip/shared/wire/operation'
import { recordStep } from '../db/commands'
import type { OwnCaseState } from '../db/localDatabase'
import { readMeta, takeReceiptCounter } from '../db/meta'
import { isSignatureOutdated } from './shownHash'
import type { Tablet } from './tablet'

/**
 * What still stands in the way of handing in. Gaps may be insisted on, errors may not. `overtaken`: another tab has
 * handed it in, or taken it back, meanwhile.
 */
export type HandInRefusal =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'overtaken' }

/** The leave-the-door check, as of today at this tablet. */
export function checkDraft(tablet: Tablet, catalogue: Catalogue, draft: IntakeDraft): Problem[] {
  return checkContent(toDraftContent(draft), catalogue, dateIn(catalogue.district.timeZone, tablet.clock()))
}

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
  const operation = await compose(tablet, catalogue, {
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
  const { correcting, ...rest } = draft
  if (!correcting) return err({ kind: 'incomplete' })
  const opId = OpId.parse(tablet.newId())
  const answers = correcting.corrections.map(({ correction }) => correction.correctionId)
  const payload = { content: ready.value, answers, insisted }
  const operation = await compose(tablet, catalogue, {
    opId,
    caseId: draft.caseId,
    kind: 'case.correct',
    baseRevision: correcting.baseRevision,
    payload,
  })
  const fresh = scansOf(ready.value).filter((scan) => !sent.has(scan.scanId))
  return record(tablet, { from: 'handed-in', draft: rest, operation, scans: fresh })
}

/** The content as it may be sent, or what stands in its way. */
export async function prepareContent(
  tablet: Tablet,
  catalogue: Catalogue,
  draft: IntakeDraft,
  insisted: boolean,
): Promise<Result<CaseContent, HandInRefusal>> {
  const problems = checkDraft(tablet, catalogue, draft)
  const blocking = problems.filter((problem) => problem.severity === 'error' || !insisted)
  if (blocking.length > 0) return err({ kind: 'problems', problems: blocking })
  const content = toContent(draft)
  if (!content) return err({ kind: 'incomplete' })
  // What was once taken is not asked for anew: in a correction the server knows which signature it has.
  const isOutdated = !draft.correcting && (await isSignatureOutdated(tablet, content, catalogue))
  return isOutdated ? err({ kind: 'problems', problems: [signatureProblem('signature-outdated')] }) : ok(content)
}

/** The next receipt number of this tablet, of today. */
export async function mintReceiptNumber(tablet: Tablet, catalogue: Catalogue): Promise<string> {
  const { deviceNumber, counter } = await takeReceiptCounter(tablet.store.db)
  const date = dateIn(catalogue.district.timeZone, tablet.clock())
  const made = makeReceiptNumber({ stationId: StationId.parse(tablet.me.unitId), date, deviceNumber, counter })
  if (!made.ok) throw new Error(`receipt number out of range: ${made.error}`)
  return made.value
}

const hashText = (tablet: Tablet, text: string): Promise<string> => tablet.sha256Hex(new TextEncoder().encode(text))

async function hashFact(
  tablet: Tablet,
  caseId: CaseId,
  fact: NonNullable<IntakeDraft['secondFact']>,
): Promise<SecondFact> {
  return { kind: fact.kind, sha256: await hashText(tablet, secondFactText(caseId, fact.kind, fact.value)) }
}

type Composed = {
  readonly opId: OpId
  readonly caseId: CaseId
  readonly kind: Operation['kind']
  readonly baseRevision: number
  readonly payload: unknown
}

/** The operation with its header. Parsed by its own schema before it is kept: what is saved can be sent. */
export async function compose(tablet: Tablet, catalogue: Catalogue, op: Composed): Promise<Operation> {
  const sync = await readMeta(tablet.store.db, 'sync')
  const seen = tablet.serverTimeSeen()
  const lastServerTime = seen?.serverTime ?? sync?.lastServerTime
  return Operation.parse({
    ...op,
    v: 1,
    districtId: tablet.me.districtId,
    authorPostId: tablet.me.postId,
    deviceTime: tablet.clock(),
    ...(lastServerTime && { lastServerTime }),
    ...(seen && { elapsedMs: Math.max(0, Math.round(tablet.monotonicMs() - seen.atMonotonicMs)) }),
    catalogueVersion: catalogue.version,
  })
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
