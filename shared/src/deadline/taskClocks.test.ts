import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWorkingDays, WorkCalendar } from '../lib/calendar'
import type { Limit } from '../lib/limit'
import { addDays, instantFromMs, PlainDate } from '../lib/time'
import { taskClocks, type TaskFacts, type TaskLimits } from './taskClocks'

const timeZone = 'Asia/Shanghai'

/** June 2026 begins on a Monday; 06-19 is off. */
const calendar = WorkCalendar.parse({
  years: [{ year: 2026, off: ['2026-06-19'], work: [] }],
  statutory: [],
  officeHours: [{ opensAt: '09:00', closesAt: '17:00' }],
})

const day = (text: string) => PlainDate.parse(text)
const at = (date: string) => instantFromMs(Date.parse(`${date}T10:00:00+08:00`))
const workingDays = (n: number): Limit => ({ n, unit: 'working-days' })

/** As a licence has them. */
const LIMITS: TaskLimits = {
  acceptance: workingDays(5),
  statutory: workingDays(20),
  promised: workingDays(10),
  delivery: workingDays(10),
}

const read = (today: string, task: Partial<TaskFacts>) =>
  taskClocks(
    { collectedAt: at('2026-06-01'), limits: LIMITS, stopped: [], ...task },
    { calendar, timeZone, today: day(today) },
  )

describe('the acceptance clock (行政许可法 art. 32)', () => {
  it('runs from the door before anything has been received, as our promise', () => {
    expect(read('2026-06-01', {})).toEqual({
      clock: 'acceptance',
      dueOn: '2026-06-08',
      isProvisional: false,
      daysLeft: 5,
      light: 'green',
    })
  })

  it.each([
    ['2026-06-04', 2, 'green'],
    ['2026-06-05', 1, 'yellow'],
    ['2026-06-07', 1, 'yellow'],
    ['2026-06-08', 0, 'yellow'],
    ['2026-06-09', -1, 'red'],
    ['2026-06-15', -5, 'red'],
  ] as const)('on %s has %i days left and is %s', (today, daysLeft, light) => {
    expect(read(today, {})).toMatchObject({ daysLeft, light })
  })

  it('is red from the first day off after its end', () => {
    expect(read('2026-06-06', { collectedAt: at('2026-05-29') })).toMatchObject({
      dueOn: '2026-06-05',
      daysLeft: -1,
      light: 'red',
    })
  })

  it('shows the promise, which began earlier, and not the law’s days from receipt', () => {
    expect(read('2026-06-04', { receivedAt: at('2026-06-04') })).toMatchObject({ dueOn: '2026-06-08' })
  })

  it('shows the law’s end where our promise is longer', () => {
    const limits = { ...LIMITS, acceptancePromise: workingDays(9) }
    expect(read('2026-06-04', { limits, receivedAt: at('2026-06-03') })).toMatchObject({ dueOn: '2026-06-10' })
  })

  it('shows the more severe light of the two, with the earlier end', () => {
    const limits = { ...LIMITS, acceptance: workingDays(3), acceptancePromise: workingDays(12) }
    const clock = read('2026-06-15', { limits, receivedAt: at('2026-06-11') })
    expect(clock).toMatchObject({ dueOn: '2026-06-16', daysLeft: 1, light: 'yellow' })
  })

  it('runs by the promise alone where the item has no limit of law', () => {
    const limits = { ...LIMITS, acceptance: undefined, acceptancePromise: workingDays(2) }
    expect(read('2026-06-01', { limits, receivedAt: at('2026-06-01') })).toMatchObject({
      clock: 'acceptance',
      dueOn: '2026-06-03',
    })
  })

  it('stands while a correction is with the applicant', () => {
    const stopped = [{ from: at('2026-06-03'), to: at('2026-06-15') }]
    expect(read('2026-06-15', { receivedAt: at('2026-06-01'), stopped })).toMatchObject({ dueOn: '2026-06-18' })
  })
})

describe('an item without a limit to accept', () => {
  const limits = { ...LIMITS, acceptance: undefined }

  it('has a clock from the door on: the promise, to decide', () => {
    expect(read('2026-06-01', { limits })).toMatchObject({ clock: 'decision', dueOn: '2026-06-15', light: 'green' })
    const receivedAt = at('2026-06-04')
    expect(read('2026-06-04', { limits, receivedAt })).toMatchObject({ clock: 'decision', dueOn: '2026-06-15' })
    expect(read('2026-06-16', { limits, receivedAt })).toMatchObject({ daysLeft: -1, light: 'red' })
  })

  it('is held to the law from its receipt where that ends first', () => {
    const stricter = { ...limits, statutory: workingDays(5) }
    expect(read('2026-06-04', { limits: stricter, receivedAt: at('2026-06-03') })).toMatchObject({
      dueOn: '2026-06-10',
    })
  })

  it('stands while a correction is with the applicant', () => {
    const stopped = [{ from: at('2026-06-03'), to: at('2026-06-10') }]
    expect(read('2026-06-10', { limits, receivedAt: at('2026-06-10'), stopped })).toMatchObject({ dueOn: '2026-06-23' })
  })

  it('counts anew from the acceptance, when there is one', () => {
    expect(read('2026-06-03', { limits, acceptedAt: at('2026-06-03') })).toMatchObject({ dueOn: '2026-06-17' })
  })
})

describe('the decision clock (行政许可法 art. 42)', () => {
  const accepted = { receivedAt: at('2026-06-01'), acceptedAt: at('2026-06-02') }

  it('runs from acceptance by the promise', () => {
    expect(read('2026-06-03', accepted)).toMatchObject({ clock: 'decision', dueOn: '2026-06-16', daysLeft: 9 })
  })

  it('never shows a promise that is longer than the law', () => {
    const limits = { ...LIMITS, promised: { n: 3, unit: 'months' as const } }
    expect(read('2026-06-03', { ...accepted, limits })).toMatchObject({ dueOn: '2026-07-01' })
  })

  it.each([
    ['2026-06-11', 3, 'green'],
    ['2026-06-12', 2, 'yellow'],
    ['2026-06-16', 0, 'yellow'],
    ['2026-06-17', -1, 'red'],
  ] as const)('on %s has %i days left and is %s', (today, daysLeft, light) => {
    expect(read(today, accepted)).toMatchObject({ daysLeft, light })
  })

  it('counts no day of a special procedure (art. 45)', () => {
    const stopped = [{ from: at('2026-06-04'), to: at('2026-06-11') }]
    expect(read('2026-06-11', { ...accepted, stopped })).toMatchObject({ dueOn: '2026-06-24', daysLeft: 8 })
  })

  it('counts none for the light either: seven of ten days used are green', () => {
    const stopped = [{ from: at('2026-06-04'), to: at('2026-06-11') }]
    expect(read('2026-06-18', { ...accepted, stopped })).toMatchObject({ daysLeft: 3, light: 'green' })
    expect(read('2026-06-22', { ...accepted, stopped })).toMatchObject({ daysLeft: 2, light: 'yellow' })
  })

  it('leaves out the days of a special procedure whose end is known beforehand', () => {
    const stopped = [{ from: at('2026-06-04'), to: at('2026-06-11') }]
    expect(read('2026-06-05', { ...accepted, stopped })).toMatchObject({ dueOn: '2026-06-24', daysLeft: 9 })
  })

  it('counts a day once where two special procedures overlap', () => {
    const stopped = [
      { from: at('2026-06-04'), to: at('2026-06-10') },
      { from: at('2026-06-08'), to: at('2026-06-11') },
    ]
    expect(read('2026-06-11', { ...accepted, stopped })).toMatchObject({ dueOn: '2026-06-24' })
  })

  it('keeps what is left while a special procedure is open', () => {
    const stopped = [{ from: at('2026-06-04') }]
    const daysLeft = ['2026-06-04', '2026-06-06', '2026-06-18', '2026-07-30'].map(
      (today) => read(today, { ...accepted, stopped })?.daysLeft,
    )
    expect(daysLeft).toEqual([9, 9, 9, 9])
  })

  it('is not overdue when the special procedure began on its last day, and stays so when it began later', () => {
    expect(read('2026-06-26', { ...accepted, stopped: [{ from: at('2026-06-16') }] })?.light).toBe('yellow')
    expect(read('2026-06-26', { ...accepted, stopped: [{ from: at('2026-06-17') }] })?.light).toBe('red')
  })

  it('promised in hours is yellow on its only day', () => {
    const limits = { ...LIMITS, promised: { n: 1, unit: 'hours' as const } }
    expect(read('2026-06-02', { ...accepted, limits })).toMatchObject({ dueOn: '2026-06-02', light: 'yellow' })
  })
})

describe('the delivery clock (行政许可法 art. 44)', () => {
  const decided = { acceptedAt: at('2026-06-02'), decidedAt: at('2026-06-10') }

  it('runs from the decision, and no stop holds it', () => {
    const clock = { clock: 'delivery', dueOn: '2026-06-25', daysLeft: 8, light: 'green' }
    expect(read('2026-06-12', decided)).toMatchObject(clock)
    expect(read('2026-06-12', { ...decided, stopped: [{ from: at('2026-06-01') }] })).toMatchObject(clock)
  })

  it('runs for what was decided in one act, with no acceptance of its own', () => {
    expect(read('2026-06-10', { decidedAt: at('2026-06-10') })).toMatchObject({ clock: 'delivery' })
  })

  it('is the last', () => {
    expect(read('2026-06-10', { ...decided, deliveredAt: at('2026-06-10') })).toBeUndefined()
  })
})

it('is provisional where an end or the days left rest on a year that has not been entered', () => {
  const late = { acceptedAt: at('2026-12-29') }
  expect(read('2026-12-29', late)).toMatchObject({ isProvisional: true })
  expect(read('2026-12-31', { acceptedAt: at('2026-12-01') })).toMatchObject({ isProvisional: false, light: 'red' })
  expect(read('2027-01-05', { acceptedAt: at('2026-12-01') })).toMatchObject({ isProvisional: true, light: 'red' })
})

describe('every clock', () => {
  const tasks = fc.record({
    n: fc.integer({ min: 1, max: 20 }),
    startDay: fc.nat(60),
    stops: fc.array(fc.record({ from: fc.nat(90), days: fc.option(fc.nat(20), { nil: undefined }) }), { maxLength: 3 }),
  })
  const onDay = (n: number) => addDays(day('2026-06-01'), n)
  const readOn = (
    today: number,
    { n, startDay, stops }: { n: number; startDay: number; stops: { from: number; days: number | undefined }[] },
  ) =>
    read(onDay(today), {
      acceptedAt: at(onDay(startDay)),
      limits: { ...LIMITS, promised: workingDays(n), statutory: workingDays(20) },
      stopped: stops.map(({ from, days }) => ({
        from: at(onDay(from)),
        to: days === undefined ? undefined : at(onDay(from + days)),
      })),
    })

  it('says red, a negative number of days, and a due day that is past together', () => {
    fc.assert(
      fc.property(tasks, fc.nat(120), (task, today) => {
        const clock = readOn(today, task)
        expect(clock).toBeDefined()
        if (!clock) return
        expect(clock.light === 'red').toBe(clock.daysLeft < 0)
        expect(clock.daysLeft < 0).toBe(onDay(today) > clock.dueOn)
      }),
    )
  })

  it('loses at most one day a day and never gains any', () => {
    fc.assert(
      fc.property(tasks, fc.nat(120), (task, today) => {
        const before = readOn(today, task)?.daysLeft ?? 0
        const after = readOn(today + 1, task)?.daysLeft ?? 0
        expect([before, before - 1]).toContain(after)
      }),
    )
  })

  it('without stops agrees with the plain count of working days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(30), (n, today) => {
        const clock = readOn(today, { n, startDay: 0, stops: [] })
        if (clock && clock.daysLeft >= 0)
          expect(clock.daysLeft).toBe(countWorkingDays(calendar, onDay(today), clock.dueOn).days)
      }),
    )
  })
})
