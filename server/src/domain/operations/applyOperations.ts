import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { dateIn, type Instant } from '@onetrip/shared/lib/time'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { CaseFile } from '../../db/caseFile'
import { findRegistrations } from '../../db/devices'
import {
  findEarlierOperations,
  findTakenReceiptNumbers,
  logOperations,
  type EarlierOperation,
} from '../../db/operations'
import { lockCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import type { RulingContext } from '../case/ruling'
import type { CatalogueReader } from '../feed/readCatalogue'
import { answered, type Answered } from './answered'
import { decide, toLogged, type Decided } from './decided'
import { isRepeat } from './isRepeat'
import { saveRulings } from './saveRulings'
import type { StartJobs } from './startJobs'
import { caseIdOf, deviceIdsOf, headerOf, opIdOf, receiptNumbersOf, settledBy, type Submission } from './submission'

/** What the use case is handed besides its transaction; all of it is the caller's. */
export type ApplyContext = Pick<RulingContext, 'actor' | 'now' | 'newId' | 'sha256Hex' | 'isDemo'> & {
  readonly readCatalogue: CatalogueReader
  readonly startJobs: StartJobs
}

/**
 * Applies each operation exactly once and answers in the order given. A repeat gets its first answer and
 * changes nothing. Rows are read and written set-wise, each operation is decided alone, and all effects,
 * the log, the feeds and the jobs stand in this one transaction. At most one operation per case.
 */
export async function applyOperations(
  tx: Tx,
  submissions: readonly Submission[],
  context: ApplyContext,
): Promise<Answered[]> {
  const ground = await readGround(tx, submissions, context)
  const { earlier } = ground
  const fresh = submissions.filter((submission) => !earlier.has(opIdOf(submission)))
  const decisions = await decideFresh(tx, fresh, { ground, context })
  const decided = new Map(decisions.map(({ decision: { outcome } }) => [outcome.opId, outcome]))
  return submissions.map((submission) => {
    const first = earlier.get(opIdOf(submission))
    const outcome = first
      ? answerAgain(first, submission)
      : (decided.get(opIdOf(submission)) ?? unsupported(submission))
    return answered(outcome, { submission, first }, context)
  })
}

/** The first answer, for the very operation that got it. An id that stands for another one opens nothing. [SYNC-R7] */
function answerAgain(first: EarlierOperation, submission: Submission): OperationOutcome {
  if (isRepeat(first, { header: headerOf(submission), body: submission.body })) return first.outcome
  return { status: 'refused', opId: opIdOf(submission), refusal: { kind: 'malformed', where: 'opId' } }
}

/** All that decisions rest on. The files, numbers and devices of repeats are read, too: a repeat is rare, a wait is not. */
type Ground = {
  readonly files: ReadonlyMap<CaseId, CaseFile>
  readonly earlier: ReadonlyMap<OpId, EarlierOperation>
  readonly catalogue: Catalogue
  readonly taken: ReadonlySet<string>
  readonly since: ReadonlyMap<string, Instant>
}

async function readGround(
  tx: Tx,
  submissions: readonly Submission[],
  { actor: { districtId }, readCatalogue }: ApplyContext,
): Promise<Ground> {
  const opIds = submissions.flatMap((submission) => [opIdOf(submission), ...settledBy(submission)])
  const [files, earlier, catalogue, taken, since] = await Promise.all([
    // The first of them locks, before any looks: two tries of one operation must not both find nothing.
    lockCaseFiles(tx, districtId, submissions.map(caseIdOf)),
    findEarlierOperations(tx, districtId, opIds),
    readCatalogue(tx, districtId),
    findTakenReceiptNumbers(tx, districtId, submissions.flatMap(receiptNumbersOf)),
    findRegistrations(tx, districtId, deviceIdsOf(submissions)),
  ])
  return { files, earlier, catalogue, taken, since }
}

type Fresh = { readonly ground: Ground; readonly context: ApplyContext }
async function decideFresh(tx: Tx, submissions: readonly Submission[], { ground, context }: Fresh): Promise<Decided[]> {
  if (submissions.length === 0) return []
  const { files, earlier, catalogue, taken, since } = ground
  const rulingContext: RulingContext = {
    ...context,
    catalogue,
    deviceSince: undefined,
    today: dateIn(catalogue.district.timeZone, context.now),
    isReceiptNumberTaken: (number) => taken.has(number),
    findOutcome: () => undefined,
  }
  const decided = submissions.flatMap((submission): Decided[] => {
    const before = files.get(caseIdOf(submission))
    const deviceSince = since.get(submission.deviceId ?? '')
    const findOutcome = (opId: OpId): OperationOutcome | undefined => outcomeIn(earlier.get(opId), submission)
    const decision = decide(submission, before, { ...rulingContext, deviceSince, findOutcome })
    return decision ? [{ submission, before, decision }] : []
  })
  await writeDecided(tx, decided, rulingContext, context)
  return decided
}

async function writeDecided(
  tx: Tx,
  decided: readonly Decided[],
  ruling: RulingContext,
  context: ApplyContext,
): Promise<void> {
  const { districtId } = context.actor
  const rows = decided.map((one) => toLogged(one, context.now))
  const rulings = decided.flatMap(({ before, decision }) =>
    decision.ruling ? [{ before, ruling: decision.ruling }] : [],
  )
  await Promise.all([
    logOperations(tx, districtId, rows),
    saveRulings(tx, rulings, { ...context, catalogue: ruling.catalogue }),
  ])
}

/** One of another case is not this operation's to speak of. */
const outcomeIn = (earlier: EarlierOperation | undefined, submission: Submission): OperationOutcome | undefined =>
  earlier?.caseId === caseIdOf(submission) ? earlier.outcome : undefined
const unsupported = (submission: Submission): OperationOutcome => ({ status: 'unsupported', opId: opIdOf(submission) })
