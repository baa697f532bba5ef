import type { TaskState } from '@onetrip/shared/case/taskState'
import { findItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { Dispatch } from '@onetrip/shared/dispatch/dispatch'
import type { ItemRef } from '@onetrip/shared/catalogue/serviceItem'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { DispatchSummary, StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { TimelineEvent } from '../../ui/timelineEvent'
import { DISPATCH_STATUS_KEYS } from '../../words/statusKeys'
import { stationTaskWords } from '../../words/taskWords'
import type { Words } from '../../words/useWords'

type Timeline = { readonly id: string; readonly title: string; readonly events: readonly TimelineEvent[] }

/** One timeline for each item: what it waits for now, and what happened before, the newest first. */
export function taskTimelines(row: StationCaseRow, catalogue: Catalogue, words: Words): Timeline[] {
  const nameOf = (ref: ItemRef): string => findItem(catalogue, ref)?.name ?? ref.itemCode
  const collected = event('collected', words.t('cases.collected'), { at: row.collectedAt, state: 'done' })
  if (row.tasks.length === 0) {
    const coming = event('coming', words.t('cases.arriving'), {
      detail: words.t('cases.scansComing'),
      state: 'current',
    })
    return [
      { id: row.caseId, title: row.items.map(nameOf).join(words.t('case.listSeparator')), events: [coming, collected] },
    ]
  }
  return row.tasks.map((task) => {
    const { taskId, item, state } = task
    const dispatches = row.dispatches.filter((one) => one.taskId === taskId)
    const now = stationTaskWords(row, task, words)
    const events = [collected, ...taskEvents(state, now, words), ...dispatches.map((one) => dispatchEvent(one, words))]
    return { id: taskId, title: nameOf(item), events: events.toReversed() }
  })
}

type Rest = Omit<TimelineEvent, 'id' | 'title'>
const event = (id: string, title: string, rest: Rest): TimelineEvent => ({ id, title, ...rest })

/** What a state says of the way to it; `title` names the state itself. */
function taskEvents(state: TaskState, title: string, words: Words): TimelineEvent[] {
  const { t } = words
  const received = (at: Instant): TimelineEvent => event('received', t('cases.past.received'), { at, state: 'done' })
  switch (state.status) {
    case 'received':
      return state.correctedAt
        ? [
            event('asked', t('cases.past.correctionRequired'), { at: state.askedAt, state: 'done' }),
            event('corrected', t('cases.corrected'), { at: state.correctedAt, state: 'done' }),
            event('now', title, { state: 'current' }),
          ]
        : [event('now', title, { at: state.receivedAt, state: 'current' })]
    case 'correction-required':
      return [received(state.receivedAt), event('now', title, { at: state.correction.askedAt, state: 'problem' })]
    case 'not-accepted':
      return [received(state.receivedAt), event('now', title, { at: state.decidedAt, state: 'problem' })]
    case 'accepted':
      return [received(state.receivedAt), event('now', title, { at: state.acceptedAt, state: 'current' })]
    case 'denied':
      return [
        received(state.receivedAt),
        event('accepted', t('cases.past.accepted'), { at: state.acceptedAt, state: 'done' }),
        event('now', title, { at: state.decidedAt, state: 'problem' }),
      ]
    case 'approved':
    case 'issued':
      return [
        received(state.receivedAt),
        event('accepted', t('cases.past.accepted'), { at: state.acceptedAt, state: 'done' }),
        ...decidedEvents(state, title, words),
      ]
    case 'closed': {
      const how = t(state.outcome === 'delivered' ? 'cases.closedHow.delivered' : 'cases.closedHow.refusalServed')
      return [event('now', title, { at: state.closedAt, detail: how, state: 'done' })]
    }
    default:
      return assertNever(state)
  }
}

function decidedEvents(
  state: Extract<TaskState, { status: 'approved' | 'issued' }>,
  title: string,
  { t }: Words,
): TimelineEvent[] {
  const at = state.decidedAt
  if (state.status === 'approved') return [event('approved', title, { at, state: 'current' })]
  const { name: detail, number: reference } = state.document
  return [
    event('approved', t('cases.past.approved'), { at, state: 'done' }),
    event('issued', title, { at: state.issuedAt, detail, reference, state: 'current' }),
  ]
}

function dispatchEvent({ dispatchId, dispatch }: DispatchSummary, { t }: Words): TimelineEvent {
  const number = bookingNumber(dispatch)
  const title = t(DISPATCH_STATUS_KEYS[dispatch.status], { number })
  const isTrouble = dispatch.status === 'exception' || dispatch.status === 'lost' || dispatch.status === 'returned'
  const isOver = dispatch.status === 'delivered' || dispatch.status === 'cancelled'
  return event(dispatchId, title, {
    at: dispatchAt(dispatch),
    state: isTrouble ? 'problem' : isOver ? 'done' : 'current',
  })
}

const bookingNumber = (dispatch: Dispatch): string =>
  'booking' in dispatch && dispatch.booking ? dispatch.booking.waybill.number : ''

function dispatchAt(dispatch: Dispatch): Instant {
  switch (dispatch.status) {
    case 'requested':
      return dispatch.requestedAt
    case 'booked':
      return dispatch.booking.bookedAt
    case 'picked-up':
    case 'in-transit':
    case 'out-for-delivery':
    case 'exception':
    case 'lost':
      return dispatch.since
    case 'delivered':
      return dispatch.deliveredAt
    case 'returned':
      return dispatch.returnedAt
    case 'cancelled':
      return dispatch.cancelledAt
    default:
      return assertNever(dispatch)
  }
}
