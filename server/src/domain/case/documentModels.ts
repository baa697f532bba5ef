import type { TaskState } from '@onetrip/shared/case/taskState'
import { dueDate } from '@onetrip/shared/lib/limit'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseFile, StoredTask } from '../../db/caseFile'
import type { NewDocument } from '../../db/writeCaseFiles'
import type { Notice } from '../document/notice'
import type { ResultDocument } from '../document/resultDocument'
import { basisOf, type GroundedAct } from './basisOf'
import { gatherFacts, numberOf, type Facts } from './documentFacts'
import { limitWords } from './limitWords'
import type { RulingContext } from './ruling'
import { subjectOf } from './subjectOf'

/** A written act as data: what is printed, now or again in ten years, comes from this alone. */
export type DocumentModel = Pick<NewDocument, 'kind'> & { readonly model: Notice | ResultDocument }

/** The written act that a task's new state calls for; a correction, a yes, a no and a result each have one. */
export function modelFor(file: CaseFile, task: StoredTask, context: RulingContext): DocumentModel | undefined {
  const { state } = task
  const facts = gatherFacts(file, task, context)
  switch (state.status) {
    case 'accepted':
      return { kind: 'acceptance', model: acceptance(facts, state, context) }
    case 'correction-required': {
      const points = state.correction.points.map((point) => ({
        subject: subjectOf(point.at, facts.item),
        reason: point.words,
      }))
      const howToAnswer = `请联系办理服务点补充，无需再次到场：${facts.stationName}。`
      return {
        kind: 'correction',
        model: { kind: 'correction', ...head(facts, state, 'correction'), points, howToAnswer },
      }
    }
    case 'not-accepted': {
      const { reason, whereToGo } = state
      return {
        kind: 'not-accepted',
        model: {
          kind: 'not-accepted',
          ...head(facts, state, 'not-accepted'),
          reason,
          whereToGo,
          remedies: remedies(facts),
        },
      }
    }
    case 'denied':
      return {
        kind: 'denial',
        model: { kind: 'denial', ...head(facts, state, 'denial'), reason: state.reason, remedies: remedies(facts) },
      }
    case 'issued':
      return { kind: 'result', model: result(facts, state) }
    case 'received':
    case 'approved':
    case 'closed':
      return undefined
    default:
      return assertNever(state)
  }
}

type ReceivedState = Extract<TaskState, { receivedAt: Instant }>

function head(facts: Facts, state: ReceivedState, act: GroundedAct) {
  const { item, organName, receiptNumber, today } = facts
  return {
    number: numberOf(act, facts),
    organName,
    addressee: facts.holderName,
    itemName: item.name,
    caseNumber: receiptNumber,
    date: today,
    receivedOn: facts.dayOf(state.receivedAt),
    basis: basisOf(act, item),
    isLicence: item.type === 'licence',
    contact: facts.department.phone,
    sealWords: organName,
    isDemo: facts.isDemo,
  }
}

function acceptance(
  facts: Facts,
  state: Extract<TaskState, { status: 'accepted' }>,
  { catalogue }: RulingContext,
): Notice {
  const { limit } = facts.item.limits.promised
  const due = dueDate(limit, {
    startedAt: state.acceptedAt,
    calendar: catalogue.calendar,
    timeZone: catalogue.district.timeZone,
  })
  return {
    kind: 'acceptance',
    ...head(facts, state, 'acceptance'),
    acceptedOn: facts.dayOf(state.acceptedAt),
    limit: limitWords(limit),
    decideBy: due.date,
    isProvisional: due.isProvisional,
  }
}

/** 行政复议法 art. 20 (60 days) and 行政诉讼法 art. 46 (six months); the bodies are the department's data. */
const remedies = (facts: Facts) => ({
  reviewBody: facts.department.reviewBody,
  reviewLimit: '六十日',
  court: '有管辖权的人民法院',
  litigationLimit: '六个月',
})

function result(facts: Facts, state: Extract<TaskState, { status: 'issued' }>): ResultDocument {
  const { document } = state
  return {
    title: document.name,
    number: document.number,
    holderName: facts.holderName,
    itemName: facts.item.name,
    facts: facts.premises ? [{ label: '经营场所', value: facts.premises }] : [],
    organName: facts.organName,
    issuedOn: document.issuedOn,
    ...(document.validUntil && { validUntil: document.validUntil }),
    qrText: `OneTrip ${document.number}`,
    sealWords: facts.organName,
    isDemo: facts.isDemo,
  }
}
