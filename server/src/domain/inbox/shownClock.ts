import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { TaskState } from '@onetrip/shared/case/taskState'
import type { StoppedPeriod } from '@onetrip/shared/deadline/stoppedPeriod'
import { taskClocks, type ClockView, type TaskLimits } from '@onetrip/shared/deadline/taskClocks'
import { dateIn, type Instant } from '@onetrip/shared/lib/time'
import type { ShownClock } from '@onetrip/shared/wire/inbox'

/** Where a task stands: without a state its case is still arriving. */
export type ClockedTask = {
  readonly collectedAt: Instant
  readonly state?: TaskState | undefined
  readonly item: ServiceItem
}

/**
 * The clock that runs for a task now, by the limits of the item version that the case keeps; none for a closed one. It
 * stands while something is asked of the applicant: what is left runs on from the answer.
 */
export function shownClock({ collectedAt, state, item }: ClockedTask, view: ClockView): ShownClock | undefined {
  if (state?.status === 'closed') return undefined
  const running = taskClocks(
    {
      collectedAt,
      receivedAt: state?.receivedAt,
      acceptedAt: state && 'acceptedAt' in state ? state.acceptedAt : undefined,
      decidedAt: state && 'decidedAt' in state ? state.decidedAt : undefined,
      limits: limitsOf(item),
      stopped: state ? stoppedIn(state) : [],
    },
    view,
  )
  return running && { ...running, ...(state?.status === 'correction-required' && { isStopped: true }) }
}

/** An item's limits without the words of law that they rest on. */
const limitsOf = ({ limits }: ServiceItem): TaskLimits => ({
  acceptance: limits.acceptance?.limit,
  statutory: limits.statutory.limit,
  promised: limits.promised.limit,
  delivery: limits.delivery.limit,
})

/** The district's calendar, on the day that it is there now. */
export const clockViewOf = ({ calendar, district }: Catalogue, now: Instant): ClockView => ({
  calendar,
  timeZone: district.timeZone,
  today: dateIn(district.timeZone, now),
})

/** While the applicant has been asked for something, no clock of ours runs (行政许可法 art. 32(4)). */
function stoppedIn(state: TaskState): StoppedPeriod[] {
  if (state.status === 'correction-required') return [{ from: state.correction.askedAt }]
  if (state.status !== 'received' || !state.askedAt) return []
  return [{ from: state.askedAt, to: state.correctedAt }]
}
