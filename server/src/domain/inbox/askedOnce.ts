import { Correction } from '@onetrip/shared/case/correction'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'
import type { StoredEvent } from '../../db/writeCaseFiles'
import { momentOfEvent } from '../case/moment'

/** The one correction of a task, from its events: what was asked for, and when the answer took effect. */
export function askedOnce(events: readonly StoredEvent[]): TaskDetail['asked'] {
  const asked = events.findLast((event) => event.kind === 'correction-required')
  if (!asked) return undefined
  const correction = Correction.parse({ ...asked.detail, askedAt: momentOfEvent(asked) })
  const answered = events.find((event) => event.kind === 'corrected' && event.seq > asked.seq)
  return { ...correction, ...(answered && { answeredAt: momentOfEvent(answered) }) }
}
