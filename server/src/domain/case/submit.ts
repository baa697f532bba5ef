import { checkContent, signatureProblem } from '@onetrip/shared/case/checkContent'
import { scansOf, type CaseContent } from '@onetrip/shared/case/content'
import type { Problem } from '@onetrip/shared/case/problem'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { findShownNotice, shownText } from '@onetrip/shared/case/shownText'
import { bracketDeviceTime } from '@onetrip/shared/case/timeBracket'
import { StationId } from '@onetrip/shared/lib/ids'
import { err, ok } from '@onetrip/shared/lib/result'
import { dateIn } from '@onetrip/shared/lib/time'
import type { CaseCorrect, CaseSubmit } from '@onetrip/shared/wire/operation'
import type { CaseFile, StoredCase, StoredTask } from '../../db/caseFile'
import { awaitedScans } from './awaitedScans'
import { NO_EVENT_HASH } from './chainEvents'
import { lastMomentOf, momentOf } from './moment'
import { refuseUnasked, tellRelying } from './reliance'
import { extendRuling, startRuling, type RulingContext, type RulingResult } from './ruling'
import { settleWholeness } from './wholeness'

/** A case comes in from a station of the author's own. [CASE-R1] [CASE-R2] */
export function submitCase(file: CaseFile | undefined, op: CaseSubmit, context: RulingContext): RulingResult {
  const stationId = StationId.parse(context.actor.unitId)
  // A foreign case answers like a missing one, so that ids can be probed by nobody.
  if (file) return err({ kind: file.case.stationId === stationId ? 'case-exists' : 'case-not-found' })
  const { content, receiptNumber, insisted } = op.payload
  // A receipt number begins with the station that gave it out.
  if (!receiptNumber.startsWith(stationId)) return err({ kind: 'malformed', where: 'payload.receiptNumber' })
  if (context.isReceiptNumberTaken(receiptNumber)) return err({ kind: 'receipt-number-taken' })

  const stored = beginCase(op, stationId, context)
  const problems =
    blockingProblems(content, { insisted, stored, context }) ?? refuseSignature(content, undefined, context)
  if (problems) return err(problems)
  const fresh: CaseFile = { case: stored, tasks: [], scans: awaitedScans(stored, []), dispatches: [] }
  const submitted = extendRuling(startRuling(fresh), {
    events: [{ kind: 'submitted', detail: { receiptNumber, capacity: content.capacity, insisted, opId: op.opId } }],
  })
  return ok({ ...settleWholeness(submitted, context), revision: stored.revision })
}

/** The station answers what was asked. Based on the content that was asked about, or it is a conflict. [CASE-R6] */
export function correctCase(file: CaseFile | undefined, op: CaseCorrect, context: RulingContext): RulingResult {
  if (!file || file.case.stationId !== context.actor.unitId) return err({ kind: 'case-not-found' })
  const { content, answers, insisted } = op.payload
  if (op.baseRevision !== file.case.revision || namesReplaced(file, content))
    return err({ kind: 'conflict', serverRevision: file.case.revision })
  const refusal =
    refuseAnswers(file, op) ??
    blockingProblems(content, { insisted, stored: file.case, context }) ??
    refuseSignature(content, file.case.content, context) ??
    refuseUnasked(file, op, context)
  if (refusal) return err(refusal)

  const stored: StoredCase = {
    ...file.case,
    content,
    insisted,
    revision: file.case.revision + 1,
    wholeAt: null,
    intakePersons: [...new Set([...file.case.intakePersons, context.actor.personId])],
    answeredCorrections: [...file.case.answeredCorrections, ...answers],
  }
  const tasks = file.tasks.map((task) => noteAnswer(task, op, context))
  const corrected = extendRuling(
    startRuling({ ...file, case: stored, tasks, scans: awaitedScans(stored, file.scans) }),
    {
      events: [
        { kind: 'correction-answered', detail: { answers, revision: stored.revision, insisted, opId: op.opId } },
      ],
    },
  )
  const told = tellRelying(corrected, file, op, context)
  return ok({ ...settleWholeness(told, context), revision: stored.revision })
}

/**
 * Whether a page is named that another tablet of the station exchanged: whoever answers began from words of before that,
 * whatever revision they have heard of since.
 */
function namesReplaced({ case: stored }: CaseFile, content: CaseContent): boolean {
  // One that was put back by another exchange is named by right.
  const now = new Set<string>(scansOf(stored.content).map(({ scanId }) => scanId))
  return scansOf(content).some(({ scanId }) => stored.replacedScans.includes(scanId) && !now.has(scanId))
}

/** Keeps when the answer was collected: in a window the organ has it from then on, however late its scans arrive. */
function noteAnswer(task: StoredTask, op: CaseCorrect, context: RulingContext): StoredTask {
  const { state } = task
  if (state.status !== 'correction-required' || !op.payload.answers.includes(state.correction.correctionId)) return task
  return { ...task, state: { ...state, answeredAt: momentOf(op, lastMomentOf(state), context) } }
}

function refuseAnswers(file: CaseFile, op: CaseCorrect): CaseRefusal | undefined {
  const isSameRequest = itemKey(op.payload.content) === itemKey(file.case.content)
  if (!isSameRequest) return { kind: 'not-permitted' }
  const open = file.tasks.flatMap((task) =>
    task.state.status === 'correction-required' ? [task.state.correction.correctionId] : [],
  )
  const strangers = op.payload.answers.filter((id) => !open.includes(id))
  return strangers.length > 0 ? { kind: 'correction-unanswered', correctionIds: strangers } : undefined
}

const itemKey = (content: CaseContent): string => content.items.map((ref) => `${ref.itemCode}@${ref.version}`).join(' ')

function beginCase(op: CaseSubmit, stationId: StationId, context: RulingContext): StoredCase {
  const collected = bracketDeviceTime(op, { receivedAt: context.now, notBefore: context.deviceSince })
  return {
    districtId: op.districtId,
    caseId: op.caseId,
    stationId,
    revision: 1,
    receiptNumber: op.payload.receiptNumber,
    queryCodeSha256: op.payload.queryCodeSha256,
    secondFact: op.payload.secondFact,
    content: op.payload.content,
    insisted: op.payload.insisted,
    takenInByPost: context.actor.postId,
    takenInByPerson: context.actor.personId,
    intakePersons: [context.actor.personId],
    replacedScans: [],
    collectedAt: collected.at,
    collectedEarliest: collected.earliest,
    collectedLatest: collected.latest,
    arrivedAt: context.now,
    wholeAt: null,
    answeredCorrections: [],
    eventCount: 0,
    eventHead: NO_EVENT_HASH,
  }
}

type Checked = { readonly insisted: boolean; readonly stored: StoredCase; readonly context: RulingContext }

/** Errors always block; gaps block unless the applicant insists (坚持提交). */
function blockingProblems(content: CaseContent, { insisted, stored, context }: Checked): CaseRefusal | undefined {
  const collectedOn = dateIn(context.catalogue.district.timeZone, stored.collectedAt)
  const found = checkContent(content, context.catalogue, collectedOn)
  const problems: Problem[] = found.filter((problem) => problem.severity === 'error' || !insisted)
  return problems.length > 0 ? { kind: 'content-problems', problems } : undefined
}

/**
 * A signature is one on these words, or none. What stands as it was taken in before is not judged anew; and where the
 * notice that was shown is not in the catalogue any more, nobody can tell.
 */
function refuseSignature(
  content: CaseContent,
  before: CaseContent | undefined,
  { catalogue, sha256Hex }: RulingContext,
): CaseRefusal | undefined {
  const text = shownText(content, catalogue)
  const isTaken = before?.signature.shownHash === content.signature.shownHash && shownText(before, catalogue) === text
  if (isTaken || !findShownNotice(content, catalogue) || sha256Hex(text) === content.signature.shownHash)
    return undefined
  return { kind: 'content-problems', problems: [signatureProblem('signature-outdated')] }
}
