import { Correction } from '@onetrip/shared/case/correction'
import { OpId } from '@onetrip/shared/lib/ids'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'
import type { StoredEvent } from '../../db/writeCaseFiles'
import { momentOfEvent } from '../case/moment'

/** The one correction of a task, from its events: what was asked for, and when the answer took effect. */
export function askedOnce(events: readonly StoredEvent[]): TaskDetail['asked'] {
  const asked = findAsking(events)
  if (!asked) return undefined
  const correction = Correction.parse({ ...asked.detail, askedAt: momentOfEvent(asked) })
  const answered = events.find((event) => event.kind === 'corrected' && event.seq > asked.seq)
  return { ...correction, ...(answered && { answeredAt: momentOfEvent(answered) }) }
}

/** The operation that had brought the words which the correction was asked about; undefined while none was asked. */
export function findOperationAskedAbout(events: readonly StoredEvent[]): OpId | undefined {
  const asked = findAsking(events)
  const brought = asked && events.findLast((event) => event.seq < asked.seq && BRINGS_WORDS.includes(event.kind))
  return OpId.safeParse(brought?.detail['opId']).data
}

const BRINGS_WORDS: readonly string[] = ['submitted', 'correction-answered']

const findAsking = (events: readonly StoredEvent[]): StoredEvent | undefined =>
  events.findLast((event) => event.kind === 'correction-required')
