import type { DayRule } from '../lib/calendar'
import { addDays, dateIn, type Instant, type PlainDate } from '../lib/time'

/**
 * A time in which a clock stands: a special procedure (行政许可法 art. 45: hearing, inspection, test, expert review),
 * or a correction that the applicant has been asked for (art. 32(4)). Without `to` it is still open.
 */
export type StoppedPeriod = { readonly from: Instant; readonly to?: Instant | undefined }

/**
 * Which days use nothing up: from the day a stop begins to the day before it ends. One still open reaches through
 * `today`, as if it ended tomorrow, so that what is left stays the same while it lasts.
 */
export function isStoppedBy(
  periods: readonly StoppedPeriod[],
  { timeZone, today }: { readonly timeZone: string; readonly today: PlainDate },
): DayRule {
  const spans = periods.map(({ from, to }) => ({
    from: dateIn(timeZone, from),
    to: to ? dateIn(timeZone, to) : addDays(today, 1),
  }))
  return (date) => spans.some((span) => span.from <= date && date < span.to)
}
