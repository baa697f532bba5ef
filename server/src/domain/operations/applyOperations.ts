import type { OpId } from '@onetrip/shared/lib/ids'
import { dateIn } from '@onetrip/shared/lib/time'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { findRegistrations } from '../../db/devices'
import {
  findEarlierOperations,
  findTakenReceiptNumbers,
  logOperations,
  type EarlierOperation,
} from '../../db/operations'
import { lockCases, readCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import type { RulingContext } from '../case/ruling'
import type { CatalogueReader } from '../feed/readCatalogue'
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
): Promise<OperationOutcome[]> {
  const { districtId } = context.actor
  const caseIds = [...new Set(submissions.map((submission) => caseIdOf(submission)))]
  // Lock before looking: two tries of one operation must not both find nothing.
  await lockCases(tx, districtId, caseIds)
  const opIds = submissions.flatMap((submission) => [opIdOf(submission), ...settledBy(submission)])
  const earlier = await findEarlierOperations(tx, districtId, opIds)
  const fresh = submissions.filter((submission) => !earlier.has(opIdOf(submission)))
  const decisions = await decideFresh(tx, fresh, { earlier, context })
  const decided = new Map(decisions.map(({ decision: { outcome } }) => [outcome.opId, outcome]))
  return submissions.map((submission) => {
    const first = earlier.get(opIdOf(submission))
    return first ? answerAgain(first, submission) : (decided.get(opIdOf(submission)) ?? unsupported(submission))
  })
}

/** The first answer, for the very operation that got it. An id that stands for another one opens nothing. [SYNC-R7] */
function answerAgain(first: EarlierOperation, submission: Submission): OperationOutcome {
  if (isRepeat(first, { header: headerOf(submission), body: submission.body })) return first.outcome
  return { status: 'refused', opId: opIdOf(submission), refusal: { kind: 'malformed', where: 'opId' } }
}

type Fresh = { readonly earlier: ReadonlyMap<OpId, EarlierOperation>; readonly context: ApplyContext }
async function decideFresh(
  tx: Tx,
  submissions: readonly Submission[],
  { earlier, context }: Fresh,
): Promise<Decided[]> {
  if (submissions.length === 0) return []
  const { districtId } = context.actor
  const files = await readCaseFiles(tx, districtId, submissions.map(caseIdOf))
  const catalogue = await context.readCatalogue(tx, districtId)
  const taken = await findTakenReceiptNumbers(tx, districtId, submissions.flatMap(receiptNumbersOf))
  const since = await findRegistrations(tx, districtId, deviceIdsOf(submissions))
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
  await logOperations(tx, districtId, rows)
  const rulings = decided.flatMap(({ before, decision }) =>
    decision.ruling ? [{ before, ruling: decision.ruling }] : [],
  )
  await saveRulings(tx, rulings, { ...context, catalogue: ruling.catalogue })
}

/** One of another case is not this operation's to speak of. */
const outcomeIn = (earlier: EarlierOperation | undefined, submission: Submission): OperationOutcome | undefined =>
  earlier?.caseId === caseIdOf(submission) ? earlier.outcome : undefined
const unsupported = (submission: Submission): OperationOutcome => ({ status: 'unsupported', opId: opIdOf(submission) })
