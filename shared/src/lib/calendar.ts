import * as z from 'zod/mini'
import { addDays, PlainDate, weekday, yearOf } from './time'

const Year = z.int().check(z.minimum(2000), z.maximum(2099))

/**
 * A year as the State Council's notice arranges it: every day off, weekends inside a holiday included, and every
 * weekend day worked instead. A New Year holiday may begin in the December before.
 */
export const CalendarYear = z
  .object({ year: Year, off: z.array(PlainDate), work: z.array(PlainDate) })
  .check(z.refine(isConsistentYear))
export type CalendarYear = z.infer<typeof CalendarYear>

/** The statutory holidays (全国年节及纪念日放假办法) of a year whose notice is not out: all that can be known before. */
export const StatutoryDates = z
  .object({ year: Year, dates: z.array(PlainDate) })
  .check(z.refine(({ year, dates }) => dates.every((date) => yearOf(date) === year)))
export type StatutoryDates = z.infer<typeof StatutoryDates>

const ClockTime = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))

/** A span of a working day in which offices are open, wall-clock `HH:mm`. */
export const OfficeHours = z
  .object({ opensAt: ClockTime, closesAt: ClockTime })
  .check(z.refine(({ opensAt, closesAt }) => opensAt < closesAt))
export type OfficeHours = z.infer<typeof OfficeHours>

/** When the district's offices work. All of it is data that an admin enters; spans of office hours do not overlap. */
export const WorkCalendar = z.object({
  years: z.array(CalendarYear),
  statutory: z.array(StatutoryDates),
  officeHours: z.array(OfficeHours).check(z.minLength(1)),
})
export type WorkCalendar = z.infer<typeof WorkCalendar>

/** A day reached by counting; provisional (暂定) when it rests on a year whose notice has not been entered. */
export type CountedDate = { readonly date: PlainDate; readonly isProvisional: boolean }
export type CountedDays = { readonly days: number; readonly isProvisional: boolean }

export type DayRule = (date: PlainDate) => boolean

/** Whether offices work that day: by the notice, else by the plain rule (weekends, statutory dates). */
export function isWorkingDay(calendar: WorkCalendar, date: PlainDate): boolean {
  if (calendar.years.some(({ work }) => work.includes(date))) return true
  if (isWeekend(date)) return false
  if (calendar.years.some(({ off }) => off.includes(date))) return false
  return hasNotice(calendar, yearOf(date)) || !calendar.statutory.some(({ dates }) => dates.includes(date))
}

/** The last of `days` working days after `from`, which is not counted itself (民法典 art. 201). `days` from 0. */
export function addWorkingDays(calendar: WorkCalendar, from: PlainDate, days: number): CountedDate {
  const date = addCountedDays(from, days, (day) => isWorkingDay(calendar, day))
  return { date, isProvisional: isProvisionalBetween(calendar, from, date) }
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. Undoes `addWorkingDays`. */
export function countWorkingDays(calendar: WorkCalendar, from: PlainDate, to: PlainDate): CountedDays {
  if (to < from) {
    const back = countWorkingDays(calendar, to, from)
    return { ...back, days: 0 - back.days }
  }
  const days = countDays(from, to, (day) => isWorkingDay(calendar, day))
  return { days, isProvisional: isProvisionalBetween(calendar, from, to) }
}

/** The last of `days` days after `from` that `counts` lets count. The rule must go on letting some count. */
export function addCountedDays(from: PlainDate, days: number, counts: DayRule): PlainDate {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`not a number of days: ${days}`)
  let date = from
  for (let left = days; left > 0;) {
    date = addDays(date, 1)
    if (counts(date)) left -= 1
  }
  return date
}

/** Days after `from` up to and including `to` that count; 0 when `to` is not later. */
export function countDays(from: PlainDate, to: PlainDate, counts: DayRule): number {
  let days = 0
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) if (counts(date)) days += 1
  return days
}

/** Whether a day after `from`, up to and including `to`, lies in a year whose notice has not been entered. */
export function isProvisionalBetween(calendar: WorkCalendar, from: PlainDate, to: PlainDate): boolean {
  if (to <= from) return false
  for (let year = yearOf(addDays(from, 1)); year <= yearOf(to); year += 1) if (!hasNotice(calendar, year)) return true
  return false
}

const hasNotice = (calendar: WorkCalendar, year: number): boolean => calendar.years.some((known) => known.year === year)

function isWeekend(date: PlainDate): boolean {
  return weekday(date) === 0 || weekday(date) === 6
}

function isConsistentYear({ year, off, work }: { year: number; off: PlainDate[]; work: PlainDate[] }): boolean {
  const days = [...off, ...work]
  const isOfYear = (date: PlainDate): boolean => yearOf(date) === year || date.startsWith(`${year - 1}-12-`)
  return new Set(days).size === days.length && days.every(isOfYear) && work.every(isWeekend)
}
