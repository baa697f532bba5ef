import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addCountedDays,
  addWorkingDays,
  CalendarYear,
  countWorkingDays,
  isWorkingDay,
  StatutoryDates,
  WorkCalendar,
} from './calendar'
import { addDays, PlainDate, weekday } from './time'

const day = (text: string) => PlainDate.parse(text)

/** The district's own files: what the vectors prove is what the product counts with. */
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../server/district/calendar/${name}.json`, import.meta.url), 'utf8'))

const calendar = WorkCalendar.parse({
  years: [read('2025'), read('2026')],
  statutory: [read('2027.statutory')],
  officeHours: read('office-hours'),
})

describe('the district’s calendar', () => {
  it.each([2025, 2026])('has 248 working days in %i', (year) => {
    expect(countWorkingDays(calendar, day(`${year - 1}-12-31`), day(`${year}-12-31`))).toEqual({
      days: 248,
      isProvisional: false,
    })
  })

  it.each(calendar.years)('lists only weekend days as worked in $year', ({ work }) => {
    expect(work.length).toBeGreaterThan(0)
    for (const date of work) expect([0, 6]).toContain(weekday(date))
  })

  it('knows 13 statutory days of 2027', () => {
    expect(calendar.statutory.map(({ year, dates }) => [year, dates.length])).toEqual([[2027, 13]])
  })
})

describe('addWorkingDays', () => {
  it.each([
    ['2026-02-12', 1, '2026-02-13'],
    ['2026-02-12', 5, '2026-02-26'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-09-24', 20, '2026-10-29'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-04-29', 5, '2026-05-09'],
    ['2025-01-24', 10, '2025-02-13'],
    ['2025-09-26', 5, '2025-10-10'],
  ])('%s and %i working days is %s', (from, days, date) => {
    expect(addWorkingDays(calendar, day(from), days)).toEqual({ date, isProvisional: false })
  })

  it('counts 2027 by weekends and statutory dates, and says that it is provisional', () => {
    expect(addWorkingDays(calendar, day('2026-12-30'), 1)).toEqual({ date: '2026-12-31', isProvisional: false })
    expect(addWorkingDays(calendar, day('2026-12-30'), 2)).toEqual({ date: '2027-01-04', isProvisional: true })
    expect(addWorkingDays(calendar, day('2027-02-04'), 1)).toEqual({ date: '2027-02-09', isProvisional: true })
  })

  it('lets the notice outrank the statutory dates once it is entered', () => {
    const entered = { ...calendar, years: [...calendar.years, { year: 2027, off: [], work: [] }] }
    expect(addWorkingDays(entered, day('2027-02-04'), 1)).toEqual({ date: '2027-02-05', isProvisional: false })
  })

  it('stays on the day for none, and throws for what is no number of days', () => {
    expect(addWorkingDays(calendar, day('2027-01-01'), 0)).toEqual({ date: '2027-01-01', isProvisional: false })
    expect(() => addWorkingDays(calendar, day('2026-01-01'), -1)).toThrow(RangeError)
    expect(() => addWorkingDays(calendar, day('2026-01-01'), 1.5)).toThrow(RangeError)
  })
})

const someDay = fc.nat(1200).map((days) => addDays(day('2025-01-01'), days))

describe('working days', () => {
  it('end on a working day, and counting them again gives their number', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), (from, days) => {
        const end = addWorkingDays(calendar, from, days)
        expect(isWorkingDay(calendar, end.date)).toBe(true)
        expect(countWorkingDays(calendar, from, end.date)).toEqual({ days, isProvisional: end.isProvisional })
      }),
    )
  })

  it('count backwards as they count forwards, and add up', () => {
    fc.assert(
      fc.property(someDay, someDay, someDay, (a, b, c) => {
        const count = (from: PlainDate, to: PlainDate) => countWorkingDays(calendar, from, to).days
        expect(count(a, b) + count(b, a)).toBe(0)
        expect(count(a, b) + count(b, c)).toBe(count(a, c))
      }),
    )
  })

  it('later starts never end earlier', () => {
    fc.assert(
      fc.property(someDay, fc.nat(30), fc.nat(40), (from, later, days) => {
        const end = (date: PlainDate) => addWorkingDays(calendar, date, days).date
        expect(end(addDays(from, later)) >= end(from)).toBe(true)
      }),
    )
  })

  it('rest on unentered years exactly when such a day was walked over', () => {
    fc.assert(
      fc.property(someDay, someDay, (from, to) => {
        const [start, end] = from < to ? [from, to] : [to, from]
        expect(countWorkingDays(calendar, from, to).isProvisional).toBe(start < end && end >= '2027-01-01')
      }),
    )
  })
})

it('counts only the days that a rule lets count', () => {
  const isMonday = (date: PlainDate) => weekday(date) === 1
  expect(addCountedDays(day('2026-11-23'), 2, isMonday)).toBe('2026-12-07')
})

describe('schemas', () => {
  const year = { year: 2026, off: ['2026-01-01'], work: ['2026-01-04'] }

  it.each([
    [{ ...year, work: ['2026-01-05'] }, 'a weekday as worked weekend'],
    [{ ...year, off: ['2026-01-04'] }, 'a day both off and worked'],
    [{ ...year, off: ['2026-01-01', '2026-01-01'] }, 'a day twice'],
    [{ ...year, off: ['2027-01-01'] }, 'a day of the year after'],
    [{ ...year, off: ['2025-11-30'] }, 'a day long before'],
    [{ ...year, off: ['2026-02-30'] }, 'a day that never is'],
  ])('refuse %o: %s', (wrong) => {
    expect(CalendarYear.safeParse(wrong).success).toBe(false)
  })

  it('let a New Year holiday begin in the December before', () => {
    const parsed = CalendarYear.parse({ year: 2026, off: ['2025-12-31', '2026-01-01'], work: ['2025-12-28'] })
    const withNewYear = { ...calendar, years: [parsed] }
    expect(isWorkingDay(withNewYear, day('2025-12-31'))).toBe(false)
    expect(isWorkingDay(withNewYear, day('2025-12-28'))).toBe(true)
  })

  it('refuse statutory dates of another year and office hours that end before they begin', () => {
    expect(StatutoryDates.safeParse({ year: 2027, dates: ['2028-01-01'] }).success).toBe(false)
    const backwards = { ...calendar, officeHours: [{ opensAt: '17:00', closesAt: '09:00' }] }
    expect(WorkCalendar.safeParse(backwards).success).toBe(false)
    expect(WorkCalendar.safeParse({ ...calendar, officeHours: [] }).success).toBe(false)
  })
})
