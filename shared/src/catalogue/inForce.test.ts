import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../lib/time'
import { isInForceOn, itemOn } from './inForce'
import { anItem, day } from './testItem'

const OLD = anItem({ version: 1, effective: { from: day('2025-01-01'), to: day('2025-06-30') } })
const NEW = anItem({ version: 2, effective: { from: day('2025-07-01') } })

describe('the version in force', () => {
  it.each([
    ['2025-01-01', 1],
    ['2025-06-30', 1],
    ['2025-07-01', 2],
    ['2040-01-01', 2],
  ])('on %s is version %i', (date, version) => {
    expect(itemOn([OLD, NEW], day(date))).toMatchObject({ ok: true, value: { version } })
  })

  it('is the newest where two overlap', () => {
    const overlapping = anItem({ version: 3, effective: { from: day('2025-03-01'), to: day('2025-03-31') } })
    expect(itemOn([overlapping, OLD], day('2025-03-10'))).toMatchObject({ ok: true, value: { version: 3 } })
  })

  it('is one that holds on the day, whatever the order of the versions', () => {
    const anyVersion = fc.record({ startsIn: fc.nat(400), lasts: fc.option(fc.nat(200), { nil: undefined }) })
    fc.assert(
      fc.property(fc.array(anyVersion, { maxLength: 6 }), fc.nat(600), (spans, dayIndex) => {
        const start = day('2025-01-01')
        const versions = spans.map(({ startsIn, lasts }, index) => {
          const from = addDays(start, startsIn)
          const effective = lasts === undefined ? { from } : { from, to: addDays(from, lasts) }
          return anItem({ version: index + 1, effective })
        })
        const today = addDays(start, dayIndex)
        const answer = itemOn(versions, today)
        expect(itemOn(versions.toReversed(), today)).toEqual(answer)
        expect(answer.ok).toBe(versions.some((item) => isInForceOn(item, today)))
        if (answer.ok) expect(isInForceOn(answer.value, today)).toBe(true)
      }),
    )
  })
})

describe('a day without a version', () => {
  it('before the first: not yet, and from when', () => {
    expect(itemOn([NEW, OLD], day('2024-12-31'))).toEqual({ ok: false, error: { kind: 'not-yet', from: '2025-01-01' } })
  })

  it('between two: not yet, until the next begins', () => {
    const later = anItem({ version: 2, effective: { from: day('2025-09-01') } })
    expect(itemOn([OLD, later], day('2025-08-01'))).toEqual({
      ok: false,
      error: { kind: 'not-yet', from: '2025-09-01' },
    })
  })

  it('after a retired one: why, and what is done instead', () => {
    const retired = { why: 'abolished', instead: 'the identity card will do', basis: 'a notice' }
    expect(itemOn([{ ...OLD, retired }], day('2025-07-01'))).toEqual({
      ok: false,
      error: { kind: 'expired', lastDay: '2025-06-30', why: retired.why, instead: retired.instead },
    })
  })

  it('after one that only ended: expired, with nothing more to say', () => {
    expect(itemOn([OLD], day('2025-07-01'))).toEqual({ ok: false, error: { kind: 'expired', lastDay: '2025-06-30' } })
  })

  it('of an item that nobody knows: unknown', () => {
    expect(itemOn([], day('2025-07-01'))).toEqual({ ok: false, error: { kind: 'unknown' } })
  })
})
