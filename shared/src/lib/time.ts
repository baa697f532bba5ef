import * as z from 'zod/mini'

/** A moment as UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`: sorts as text, and JSON carries it unchanged. */
export const Instant = z.string().check(z.refine(isRealInstant)).brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A day on a wall calendar, `YYYY-MM-DD`; it has no time zone. */
export const PlainDate = z.string().check(z.refine(isRealDate)).brand<'PlainDate'>()
export type PlainDate = z.infer<typeof PlainDate>

/** Reads the wall clock. Only `app/` makes a real one; everything else is handed one. */
export type Clock = () => Instant

const MS_PER_DAY = 86_400_000

/** The form alone would let a month 99 in, and whoever counts with that throws. */
function isRealInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}

function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

export const instantFromMs = (ms: number): Instant => new Date(ms).toISOString() as Instant
export const instantToMs = (instant: Instant): number => Date.parse(instant)
export const addMs = (instant: Instant, ms: number): Instant => instantFromMs(instantToMs(instant) + ms)

/** Undefined when the text is no real calendar day (2026-02-30). */
export const parsePlainDate = (text: string): PlainDate | undefined =>
  isRealDate(text) ? (text as PlainDate) : undefined

export const addDays = (date: PlainDate, days: number): PlainDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10) as PlainDate

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (date: PlainDate): number => new Date(`${date}T00:00:00Z`).getUTCDay()

const formatterByZone = new Map<string, Intl.DateTimeFormat>()

/** The day it is at `instant` in an IANA time zone (`District.timeZone`). */
export function dateIn(timeZone: string, instant: Instant): PlainDate {
  let formatter = formatterByZone.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatterByZone.set(timeZone, formatter)
  }
  return formatter.format(instantToMs(instant)) as PlainDate
}

/** The calendar year a day lies in. */
export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4))

/** The same day `months` later; where that month has no such day, its last one (民法典 art. 202). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const first = new Date(Date.UTC(yearOf(date), Number(date.slice(5, 7)) - 1 + months, 1))
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(Number(date.slice(8)), lastDay))
  return first.toISOString().slice(0, 10) as PlainDate
}

/** Minutes since midnight on the wall clock of an IANA time zone, 0 to 1439. */
export function minuteOfDayIn(timeZone: string, instant: Instant): number {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const [hours, minutes] = new Intl.DateTimeFormat('en-GB', options).format(instantToMs(instant)).split(':')
  return Number(hours) * 60 + Number(minutes)
}
