import { bracketDeviceTime, type DeviceTime } from '@onetrip/shared/case/timeBracket'
import type { TaskState } from '@onetrip/shared/case/taskState'
import { assertNever } from '@onetrip/shared/lib/result'
import { Instant } from '@onetrip/shared/lib/time'
import type { StoredEvent } from '../../db/writeCaseFiles'
import type { RulingContext } from './ruling'

/**
 * When something was done, in law: by the clock of whoever did it, never before what it follows nor before its tablet was
 * known here, never after it came in. [CASE-R3] [DEPT-R15]
 */
export function momentOf(
  reading: DeviceTime,
  follows: Instant | undefined,
  { now, deviceSince }: Pick<RulingContext, 'now' | 'deviceSince'>,
): Instant {
  const [notBefore] = [follows, deviceSince]
    .filter((floor) => floor !== undefined)
    .toSorted()
    .toReversed()
  return bracketDeviceTime(reading, { receivedAt: now, notBefore }).at
}

/** The last thing that happened to a task: no later step can have happened before it. */
export function lastMomentOf(state: TaskState): Instant {
  switch (state.status) {
    case 'received':
      return state.receivedAt
    case 'correction-required':
      return state.correction.askedAt
    case 'accepted':
      return state.acceptedAt
    case 'not-accepted':
    case 'approved':
    case 'denied':
      return state.decidedAt
    case 'issued':
      return state.issuedAt
    case 'closed':
      return state.closedAt
    default:
      return assertNever(state)
  }
}

/** Said in an event whose moment in law is not the one at which it was written down. */
export const happened = (at: Instant, now: Instant): { readonly happenedAt?: Instant } =>
  at === now ? {} : { happenedAt: at }

/** When an event happened, in law. */
export function momentOfEvent({ at, detail }: Pick<StoredEvent, 'at' | 'detail'>): Instant {
  const told = Instant.safeParse(detail.happenedAt)
  return told.success ? told.data : at
}
