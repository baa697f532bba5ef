import * as z from 'zod/mini'
import {
  addCountedDays,
  isProvisionalBetween,
  isWorkingDay,
  type CountedDate,
  type DayRule,
  type OfficeHours,
  type WorkCalendar,
} from './calendar'
import { assertNever } from './result'
import { addDays, addMonths, dateIn, daysBetween, minuteOfDayIn, type Instant, type PlainDate } from './time'

/** A limit of law or promise. Hours are office hours; days and months begin on the day after the start. */
export const Limit = z.object({
  n: z.int().check(z.minimum(1), z.maximum(3660)),
  unit: z.enum(['hours', 'working-days', 'calendar-days', 'months']),
})
export type Limit = z.infer<typeof Limit>

/** What a limit runs on. A day for which `isStopped` holds uses nothing up; it must not hold for ever. */
export type LimitRun = {
  readonly calendar: WorkCalendar
  readonly timeZone: string
  readonly startedAt: Instant
  readonly isStopped?: DayRule
}

/**
 * The last day on which the limit is kept. The first day is not counted, hours begin at once (民法典 art. 201);
 * a month ends on its same day or its last (art. 202); calendar days and months that end on a day off end on the
 * next working day (art. 203).
 */
export function dueDate(limit: Limit, run: LimitRun): CountedDate {
  const { calendar, timeZone, startedAt, isStopped = () => false } = run
  const start = dateIn(timeZone, startedAt)
  const runs: DayRule = (date) => !isStopped(date)
  const works: DayRule = (date) => runs(date) && isWorkingDay(calendar, date)
  const ending = (days: number): CountedDate => {
    const date = firstFrom(addCountedDays(start, days, runs), works)
    return { date, isProvisional: isProvisionalBetween(calendar, start, date) }
  }

  switch (limit.unit) {
    case 'hours':
      return dueDateInHours(limit.n, run, works)
    case 'working-days': {
      const date = addCountedDays(start, limit.n, works)
      return { date, isProvisional: isProvisionalBetween(calendar, start, date) }
    }
    case 'calendar-days':
      return ending(limit.n)
    case 'months':
      return ending(daysBetween(start, addMonths(start, limit.n)))
    default:
      return assertNever(limit.unit)
  }
}

function dueDateInHours(hours: number, run: LimitRun, works: DayRule): CountedDate {
  const { calendar, timeZone, startedAt } = run
  const start = dateIn(timeZone, startedAt)
  let date = firstFrom(start, works)
  let leftMinutes = hours * 60 - officeMinutesFrom(date === start ? minuteOfDayIn(timeZone, startedAt) : 0, calendar)
  while (leftMinutes > 0) {
    date = addCountedDays(date, 1, works)
    leftMinutes -= officeMinutesFrom(0, calendar)
  }
  return { date, isProvisional: isProvisionalBetween(calendar, addDays(start, -1), date) }
}

function firstFrom(date: PlainDate, works: DayRule): PlainDate {
  return works(date) ? date : addCountedDays(date, 1, works)
}

/** Minutes that offices are open from a minute of the day until they close. */
function officeMinutesFrom(minute: number, { officeHours }: WorkCalendar): number {
  const open = ({ opensAt, closesAt }: OfficeHours): number =>
    Math.max(0, minuteOf(closesAt) - Math.max(minute, minuteOf(opensAt)))
  return officeHours.reduce((total, span) => total + open(span), 0)
}

const minuteOf = (clockTime: string): number => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))
