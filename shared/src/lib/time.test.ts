import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, Instant, instantFromMs, instantToMs, minuteOfDayIn, PlainDate, yearOf } from './time'

const day = (text: string) => PlainDate.parse(text)

describe('addMonths', () => {
  it.each([
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-08-31', 12, '2027-08-31'],
    ['2026-03-31', 0, '2026-03-31'],
  ])('%s and %i months is %s (民法典 art. 202)', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  it('lands in the month meant, on the same day or its last', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(36), (days, months) => {
        const from = addDays(day('2026-01-01'), days)
        const to = addMonths(from, months)
        const monthsOf = (date: PlainDate) => yearOf(date) * 12 + Number(date.slice(5, 7))
        expect(monthsOf(to) - monthsOf(from)).toBe(months)
        if (to.slice(8) !== from.slice(8)) expect(addDays(to, 1).slice(8)).toBe('01')
      }),
    )
  })
})

it.each([
  ['2026-11-23T00:00:00.000Z', 'Asia/Shanghai', 480],
  ['2026-11-22T16:00:59.999Z', 'Asia/Shanghai', 0],
  ['2026-11-22T15:59:59.999Z', 'Asia/Shanghai', 1439],
  ['2026-11-23T12:30:00.000Z', 'UTC', 750],
])('%s in %s is minute %i of its day', (instant, timeZone, minute) => {
  expect(minuteOfDayIn(timeZone, Instant.parse(instant))).toBe(minute)
})

describe('an instant', () => {
  it.each([
    '2026-99-01T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-02-28T24:00:00.000Z',
    '2026-02-28T23:60:00.000Z',
    '2026-02-28T23:59:59Z',
    '2026-02-28T23:59:59.000+08:00',
    '',
  ])('is a moment that there was or will be, in one form: not %s', (text) => {
    expect(Instant.safeParse(text).success).toBe(false)
  })

  it('is every moment that has four digits for its year, and counts as itself', () => {
    const endMs = Date.UTC(9999, 11, 31)
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1970), max: endMs }), (ms) => {
        expect(instantToMs(Instant.parse(instantFromMs(ms)))).toBe(ms)
      }),
    )
  })
})
