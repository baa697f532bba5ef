import { scansOf, type ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { Operation, type CaseSettle, type CaseSubmit } from '@onetrip/shared/wire/operation'
import { recordStep, type Overtaken } from '../db/commands'
import type { OutboxEntry, ParkedBecause } from '../db/outboxEntry'
import { answered, unanswered } from './answering'
import { composeOperation } from './composeOperation'
import { mintReceiptNumber } from './mintReceiptNumber'
import { prepareContent, type HandInRefusal } from './prepareContent'
import type { Tablet } from './tablet'
import { without } from './without'

/** What the server would not have, as it was sent. */
export type ParkedOperation = { readonly entry: OutboxEntry; readonly operation: Operation }

/** The operation in an outbox entry; undefined when a newer app wrote it. */
export function readOperation({ body }: OutboxEntry): Operation | undefined {
  const parsed = Operation.safeParse(JSON.parse(new TextDecoder().decode(body)))
  return parsed.success ? parsed.data : undefined
}

/** Whether writing the application anew, and handing it in again, can take the place of what is parked. */
export function isMendedBy(draft: IntakeDraft, because: ParkedBecause, operation: Operation | undefined): boolean {
  // What the server already has as a case cannot be handed in again.
  if (operation?.kind === 'case.submit') return !isRefusedAs(because, 'case-exists')
  return operation?.kind === 'case.correct' && draft.correcting !== undefined
}

const isRefusedAs = (because: ParkedBecause, kind: CaseRefusal['kind']): boolean =>
  because.status === 'refused' && because.refusal.kind === kind

/** Pages of the case that are at the server or on their way, without those that only `except` would bring. */
export async function readSentScans({ store }: Tablet, caseId: CaseId, except?: OpId): Promise<ReadonlySet<string>> {
  const uploads = await store.db.uploads.where('caseId').equals(caseId).toArray()
  return new Set(uploads.filter((upload) => upload.opId !== except).map((upload) => upload.scanId))
}

type GivingUp = { readonly parked: ParkedOperation; readonly because: string }

/**
 * Gives a parked operation up, with the reason on record. An application that was never taken is then
 * unfinished again: nothing typed is lost, and its number is free.
 */
export async function giveUp(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, parked, because }: GivingUp & { readonly draft: IntakeDraft },
): Promise<Result<IntakeDraft, { readonly kind: Overtaken }>> {
  const settling = await composeSettle(tablet, catalogue, { parked, how: { kind: 'given-up', because } })
  const after = withoutParked(draft, parked.operation)
  const recorded = await record(tablet, { draft: after, parked, operations: [settling], scans: [] })
  return recorded.ok ? ok(after) : err({ kind: recorded.error })
}

function withoutParked(draft: IntakeDraft, { kind }: Operation): IntakeDraft {
  if (kind === 'case.submit') return without(draft, 'receipt')
  return kind === 'case.correct' ? unanswered(draft) : draft
}

/** The same for a case of which this tablet has no copy. */
export async function giveUpWithoutCopy(
  tablet: Tablet,
  catalogue: Catalogue,
  { parked, because }: GivingUp,
): Promise<void> {
  const settling = await composeSettle(tablet, catalogue, { parked, how: { kind: 'given-up', because } })
  await record(tablet, { parked, operations: [settling], scans: [] })
}

type HandingInAgain = { readonly draft: IntakeDraft; readonly parked: ParkedOperation; readonly insisted: boolean }

/**
 * Sends the mended application in place of the parked one: first the word that settles it, then the new
 * operation, both in one transaction.
 */
export async function handInAgain(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, parked, insisted }: HandingInAgain,
): Promise<Result<IntakeDraft, HandInRefusal>> {
  const ready = await prepareContent(tablet, catalogue, draft, insisted)
  if (!ready.ok) return ready
  const mended = await mend(tablet, catalogue, { draft, parked, content: ready.value, insisted })
  if (!mended) return err({ kind: 'incomplete' })
  const byOpId = mended.operation.opId
  const settling = await composeSettle(tablet, catalogue, { parked, how: { kind: 'superseded', byOpId } })
  const sent = await readSentScans(tablet, draft.caseId, parked.entry.opId)
  const scans = scansOf(ready.value).filter((scan) => !sent.has(scan.scanId))
  const recorded = await record(tablet, {
    draft: mended.draft,
    parked,
    operations: [settling, mended.operation],
    scans,
  })
  return recorded.ok ? ok(mended.draft) : err({ kind: recorded.error })
}

type Mending = {
  readonly draft: IntakeDraft
  readonly parked: ParkedOperation
  readonly content: CaseSubmit['payload']['content']
  readonly insisted: boolean
}
type Mended = { readonly draft: IntakeDraft; readonly operation: Operation }

async function mend(tablet: Tablet, catalogue: Catalogue, mending: Mending): Promise<Mended | undefined> {
  const { draft, parked, content, insisted } = mending
  const { operation } = parked
  if (operation.kind === 'case.submit') return mendSubmit(tablet, catalogue, { ...mending, operation })
  const { correcting } = draft
  if (operation.kind !== 'case.correct' || !correcting) return undefined
  const made = await composeOperation(tablet, catalogue, {
    opId: OpId.parse(tablet.newId()),
    caseId: draft.caseId,
    kind: 'case.correct',
    baseRevision: correcting.baseRevision,
    payload: { content, answers: correcting.corrections.map((one) => one.correction.correctionId), insisted },
  })
  return { draft: answered(draft, made.deviceTime), operation: made }
}

/**
 * Number, code and time of collection stay: they stand on the receipt that the resident holds. When it was
 * mended is told by the settling operation. Only a number that another case has is changed.
 */
async function mendSubmit(
  tablet: Tablet,
  catalogue: Catalogue,
  { draft, parked, content, insisted, operation }: Mending & { readonly operation: CaseSubmit },
): Promise<Mended | undefined> {
  const { receipt } = draft
  if (!receipt) return undefined
  const receiptNumber = isNumberTaken(parked.entry) ? await mintReceiptNumber(tablet, catalogue) : receipt.receiptNumber
  const made = Operation.parse({
    ...operation,
    opId: tablet.newId(),
    authorPostId: tablet.me.postId,
    catalogueVersion: catalogue.version,
    payload: { ...operation.payload, content, insisted, receiptNumber },
  })
  return { draft: { ...draft, receipt: { ...receipt, receiptNumber } }, operation: made }
}

const isNumberTaken = ({ state }: OutboxEntry): boolean =>
  state.kind === 'parked' && isRefusedAs(state.because, 'receipt-number-taken')

type Settling = { readonly parked: ParkedOperation; readonly how: CaseSettle['payload']['how'] }

const composeSettle = (tablet: Tablet, catalogue: Catalogue, { parked, how }: Settling): Promise<Operation> =>
  composeOperation(tablet, catalogue, {
    opId: OpId.parse(tablet.newId()),
    caseId: parked.entry.caseId,
    kind: 'case.settle',
    baseRevision: parked.operation.baseRevision,
    payload: { settles: parked.entry.opId, how },
  })

type Recorded = {
  readonly draft?: IntakeDraft
  readonly parked: ParkedOperation
  readonly operations: readonly Operation[]
  readonly scans: readonly ScanRef[]
}

/** Pages belong to the last operation: the words that name them. What is parked was handed in. */
function record(tablet: Tablet, { draft, parked, operations, scans }: Recorded): Promise<Result<undefined, Overtaken>> {
  const encoder = new TextEncoder()
  const namedBy = operations.at(-1)?.opId
  return recordStep(tablet.store, {
    caseId: parked.entry.caseId,
    from: 'handed-in',
    ...(draft && { draft }),
    newScans: [],
    operations: operations.map((operation) => ({
      opId: operation.opId,
      body: encoder.encode(JSON.stringify(operation)),
    })),
    uploads: namedBy ? scans.map((ref) => ({ ref, opId: namedBy, uploadId: UploadId.parse(tablet.newId()) })) : [],
    settles: [parked.entry.opId],
    atMs: tablet.nowMs(),
  })
}
