import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { OpId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { CaseSubmit, Operation } from '@onetrip/shared/wire/operation'
import type { OutboxEntry, ParkedBecause } from '../db/outboxEntry'
import { answered } from './answering'
import { composeOperation, parseWhole } from './composeOperation'
import { freshScans, readSentScans } from './handIn'
import { mintReceiptNumber } from './mintReceiptNumber'
import { prepareContent, type HandInRefusal } from './prepareContent'
import { composeSettle, recordSettled, type ParkedOperation } from './settle'
import type { Tablet } from './tablet'

/** Whether writing the application anew, and handing it in again, can take the place of what is parked. */
export function isMendedBy(draft: IntakeDraft, because: ParkedBecause, operation: Operation | undefined): boolean {
  // What the server already has as a case cannot be handed in again.
  if (operation?.kind === 'case.submit') return !isRefusedAs(because, 'case-exists')
  return operation?.kind === 'case.correct' && draft.correcting !== undefined
}

const isRefusedAs = (because: ParkedBecause, kind: CaseRefusal['kind']): boolean =>
  because.status === 'refused' && because.refusal.kind === kind

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
  const scans = freshScans(ready.value, draft, sent)
  const recorded = await recordSettled(tablet, {
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
  const made = parseWhole({
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
