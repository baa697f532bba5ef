import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import { dateIn } from '@onetrip/shared/lib/time'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { CaseFile } from '../../db/caseFile'
import { findRegistrations } from '../../db/devices'
import {
  findEarlierOperations,
  findTakenReceiptNumbers,
  logOperations,
  type EarlierOperation,
  type LoggedOperation,
} from '../../db/operations'
import { lockCases, readCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import type { RulingContext } from '../case/ruling'
import type { CatalogueReader } from '../feed/readCatalogue'
import { decideOperation, type Decision } from './decideOperation'
import { isRepeat } from './isRepeat'
import type { ParsedOperation } from './parseOperation'
import { saveRulings } from './saveRulings'
import type { StartJobs } from './startJobs'

/** What an operation came in: the frame's own words, none for staff and systems. */
export type Submission = {
  readonly parsed: Exclude<ParsedOperation, { status: 'unreadable' }>
  readonly body: unknown
  readonly deviceId: string | null
  readonly deviceSeq: number | null
}

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
type Decided = { readonly submission: Submission; readonly before: CaseFile | undefined; readonly decision: Decision }

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

function decide({ parsed }: Submission, before: CaseFile | undefined, context: RulingContext): Decision | undefined {
  switch (parsed.status) {
    case 'readable':
      return decideOperation(before, parsed.op, context)
    case 'refused':
      return { outcome: { status: 'refused', opId: parsed.header.opId, refusal: parsed.refusal } }
    case 'unsupported':
      // Not logged: the same operation must be decided afresh once this server knows it.
      return undefined
  }
}

async function writeDecided(
  tx: Tx,
  decided: readonly Decided[],
  ruling: RulingContext,
  context: ApplyContext,
): Promise<void> {
  const { districtId } = context.actor
  const rows = decided.map((one) => toLogged(one, context))
  await logOperations(tx, districtId, rows)
  const rulings = decided.flatMap(({ before, decision }) =>
    decision.ruling ? [{ before, ruling: decision.ruling }] : [],
  )
  await saveRulings(tx, rulings, { ...context, catalogue: ruling.catalogue })
}

function toLogged({ submission, decision }: Decided, { now }: ApplyContext): LoggedOperation {
  const header = headerOf(submission)
  return {
    opId: header.opId,
    caseId: header.caseId,
    kind: header.kind,
    deviceId: submission.deviceId,
    deviceSeq: submission.deviceSeq,
    authorPost: header.authorPostId,
    baseRevision: header.baseRevision,
    receivedAt: now,
    body: submission.body,
    outcome: decision.outcome,
  }
}

/** One of another case is not this operation's to speak of. */
const outcomeIn = (earlier: EarlierOperation | undefined, submission: Submission): OperationOutcome | undefined =>
  earlier?.caseId === caseIdOf(submission) ? earlier.outcome : undefined
const headerOf = ({ parsed }: Submission) => (parsed.status === 'readable' ? parsed.op : parsed.header)
const opIdOf = (submission: Submission): OpId => headerOf(submission).opId
const caseIdOf = (submission: Submission): CaseId => headerOf(submission).caseId
const unsupported = (submission: Submission): OperationOutcome => ({ status: 'unsupported', opId: opIdOf(submission) })

const deviceIdsOf = (submissions: readonly Submission[]): string[] => [
  ...new Set(submissions.flatMap(({ deviceId }) => (deviceId === null ? [] : [deviceId]))),
]
const readable = ({ parsed }: Submission): Operation[] => (parsed.status === 'readable' ? [parsed.op] : [])
const settledBy = (submission: Submission): OpId[] =>
  readable(submission).flatMap((op) => (op.kind === 'case.settle' ? [op.payload.settles] : []))
const receiptNumbersOf = (submission: Submission): string[] =>
  readable(submission).flatMap((op) => (op.kind === 'case.submit' ? [op.payload.receiptNumber] : []))

/** Splits submissions into waves in which no case appears twice, each case's own order kept. */
export function toWaves(submissions: readonly Submission[], maxSize: number): Submission[][] {
  const waves: Submission[][] = []
  for (const ofCase of groupBy(submissions, caseIdOf).values()) {
    ofCase.forEach((submission, nth) => (waves[nth] ??= []).push(submission))
  }
  return waves.flatMap((wave) => chunk(wave, maxSize))
}

function chunk<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, nth) => rows.slice(nth * size, (nth + 1) * size))
}
