import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWorkingDays, isWorkingDay, WorkCalendar } from './calendar'
import { dueDate, Limit } from './limit'
import { addDays, dateIn, Instant, instantFromMs, type PlainDate } from './time'

const timeZone = 'Asia/Shanghai'

/** May to July of 2026 as they were: five days off, a worked Saturday, three days off. */
const calendar = WorkCalendar.parse({
  years: [
    {
      year: 2026,
      off: [
        '2026-05-01',
        '2026-05-02',
        '2026-05-03',
        '2026-05-04',
        '2026-05-05',
        '2026-06-19',
        '2026-06-20',
        '2026-06-21',
      ],
      work: ['2026-05-09'],
    },
  ],
  statutory: [{ year: 2027, dates: ['2027-01-01'] }],
  officeHours: [
    { opensAt: '09:00', closesAt: '12:00' },
    { opensAt: '13:00', closesAt: '17:00' },
  ],
})

/** A wall-clock time in Changsha, `YYYY-MM-DDTHH:mm`. */
const at = (local: string) => instantFromMs(Date.parse(`${local}:00+08:00`))
const due = (n: number, unit: Limit['unit'], local: string) =>
  dueDate({ n, unit }, { calendar, timeZone, startedAt: at(local) })

describe('dueDate in working days', () => {
  it('does not count the first day, whatever the hour (民法典 art. 201)', () => {
    expect(due(5, 'working-days', '2026-04-29T00:00')).toEqual({ date: '2026-05-09', isProvisional: false })
    expect(due(5, 'working-days', '2026-04-29T23:59').date).toBe('2026-05-09')
  })

  it('takes the day of the start from the district’s time zone', () => {
    const startedAt = Instant.parse('2026-04-28T16:00:00.000Z')
    expect(dueDate({ n: 5, unit: 'working-days' }, { calendar, timeZone, startedAt }).date).toBe('2026-05-09')
    expect(dueDate({ n: 5, unit: 'working-days' }, { calendar, timeZone: 'UTC', startedAt }).date).toBe('2026-05-08')
  })

  it('is provisional where it rests on a year that has not been entered', () => {
    expect(due(2, 'working-days', '2026-12-30T10:00')).toEqual({ date: '2027-01-04', isProvisional: true })
  })
})

describe('dueDate in calendar days and months', () => {
  it.each([
    [7, 'calendar-days', '2026-05-11T10:00', '2026-05-18'],
    [3, 'calendar-days', '2026-04-30T10:00', '2026-05-06'],
    [2, 'calendar-days', '2026-05-07T10:00', '2026-05-09'],
    [1, 'months', '2026-06-30T10:00', '2026-07-30'],
    [1, 'months', '2026-05-31T10:00', '2026-06-30'],
    [1, 'months', '2026-05-19T10:00', '2026-06-22'],
  ] as const)('%i %s from %s end on %s: a day off moves the end (art. 203)', (n, unit, start, end) => {
    expect(due(n, unit, start)).toEqual({ date: end, isProvisional: false })
  })
})

describe('dueDate in office hours', () => {
  it.each([
    [1, '2026-05-11T09:00', '2026-05-11'],
    [7, '2026-05-11T08:00', '2026-05-11'],
    [7, '2026-05-11T09:01', '2026-05-12'],
    [4, '2026-05-11T12:30', '2026-05-11'],
    [5, '2026-05-11T12:30', '2026-05-12'],
    [1, '2026-05-11T16:30', '2026-05-12'],
    [1, '2026-05-15T17:30', '2026-05-18'],
    [1, '2026-05-02T10:00', '2026-05-06'],
    [21, '2026-05-11T09:00', '2026-05-13'],
  ] as const)('%i hours from %s end on %s: they begin at once', (n, start, end) => {
    expect(due(n, 'hours', start)).toEqual({ date: end, isProvisional: false })
  })

  it('are provisional on the first day already', () => {
    expect(due(1, 'hours', '2027-01-04T09:00')).toEqual({ date: '2027-01-04', isProvisional: true })
  })
})

describe('a stopped day', () => {
  const isStopped = (date: PlainDate) => date >= '2026-05-13' && date < '2026-05-20'

  it.each([
    [5, 'working-days', '2026-05-25'],
    [1, 'working-days', '2026-05-12'],
    [3, 'calendar-days', '2026-05-21'],
    [1, 'months', '2026-06-18'],
    [14, 'hours', '2026-05-12'],
    [15, 'hours', '2026-05-20'],
  ] as const)('uses up nothing of %i %s: %s', (n, unit, end) => {
    const run = { calendar, timeZone, startedAt: at('2026-05-11T09:00'), isStopped }
    expect(dueDate({ n, unit }, run).date).toBe(end)
  })
})

describe('every limit', () => {
  const limits = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('hours', 'working-days', 'calendar-days', 'months'),
  })
  const starts = fc.nat(400 * 1440).map((minutes) => instantFromMs(Date.parse('2026-01-01T00:00Z') + minutes * 60_000))

  it('ends on a working day, not before its start, and not earlier when it is longer', () => {
    fc.assert(
      fc.property(limits, starts, (limit, startedAt) => {
        const run = { calendar, timeZone, startedAt }
        const end = dueDate(limit, run).date
        expect(isWorkingDay(calendar, end)).toBe(true)
        expect(end >= dateIn(timeZone, startedAt)).toBe(true)
        expect(dueDate({ ...limit, n: limit.n + 1 }, run).date >= end).toBe(true)
      }),
    )
  })

  it('of working days is the plain count, and a stop in its way puts it off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), starts, fc.nat(30), fc.nat(30), (n, startedAt, from, length) => {
        const start = dateIn(timeZone, startedAt)
        const stop = [addDays(start, from), addDays(start, from + length)] as const
        const isStopped = (date: PlainDate) => date >= stop[0] && date < stop[1]
        const plain = dueDate({ n, unit: 'working-days' }, { calendar, timeZone, startedAt })
        const stopped = dueDate({ n, unit: 'working-days' }, { calendar, timeZone, startedAt, isStopped })
        expect(plain).toEqual(addWorkingDays(calendar, start, n))
        expect(stopped.date >= plain.date).toBe(true)
        if (stop[0] > plain.date) expect(stopped).toEqual(plain)
      }),
    )
  })
})

it.each([
  { n: 0, unit: 'hours' },
  { n: 1.5, unit: 'months' },
  { n: 5, unit: 'weeks' },
])('no limit is %o', (wrong) => {
  expect(Limit.safeParse(wrong).success).toBe(false)
})
