import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkForeignResidentId, checkResidentId, residentIdCheckDigit } from './residentId'
import { err, ok } from './result'
import { addDays, daysBetween, PlainDate } from './time'

const today = PlainDate.parse('2026-11-23')
const check = (text: string) => checkResidentId(text, today)
const checkForeign = (text: string) => checkForeignResidentId(text, today)
const signed = (digits: string) => `${digits}${residentIdCheckDigit(digits)}`

describe('checkResidentId', () => {
  it('reads birth date and sex', () => {
    expect(check('430102199003071234')).toEqual(
      ok({ number: '430102199003071234', birthDate: '1990-03-07', sex: 'male' }),
    )
    expect(check('430102195508154563')).toMatchObject({ value: { birthDate: '1955-08-15', sex: 'female' } })
  })

  it.each(['810000199003071237', '820000199003071239', '830000199003071230'])(
    'reads the residence permit %s',
    (text) => {
      expect(check(text)).toMatchObject({ ok: true, value: { birthDate: '1990-03-07' } })
    },
  )

  it.each(['43019919900307002x', ' 430199 19900307 002X', '４３０１９９１９９００３０７００２Ｘ'])(
    'normalises %s',
    (text) => {
      expect(check(text)).toMatchObject({ ok: true, value: { number: '43019919900307002X' } })
    },
  )

  it.each([
    ['', 'length'],
    ['430102900307123', 'length'],
    ['4301021990030712345', 'length'],
    ['43010219900307123A', 'characters'],
    ['4301021990030712X4', 'characters'],
    [signed('00010219900307123'), 'area'],
    [signed('81010219900307123'), 'area'],
    [signed('91010219900307123'), 'area'],
    [signed('43010219900230123'), 'birth-date'],
    [signed('43010219901301123'), 'birth-date'],
    [signed('43010220261124123'), 'birth-date'],
    [signed('43010218750307123'), 'birth-date'],
    ['430102199003071235', 'checksum'],
  ] as const)('refuses %s because of its %s', (text, refusal) => {
    expect(check(text)).toEqual(err(refusal))
  })

  it('takes a child born today', () => {
    expect(check(signed('43010220261123001'))).toMatchObject({ ok: true })
  })

  const birthDates = fc
    .integer({ min: 0, max: daysBetween(PlainDate.parse('1900-01-01'), today) })
    .map((days) => addDays(today, -days))
  const numbers = fc
    .tuple(birthDates, fc.integer({ min: 0, max: 999 }))
    .map(([date, order]) => signed(`430199${date.replaceAll('-', '')}${String(order).padStart(3, '0')}`))

  it('takes every well-made number and finds its day', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const checked = check(number)
        expect(checked).toMatchObject({ ok: true, value: { number } })
        if (checked.ok) expect(checked.value.birthDate.replaceAll('-', '')).toBe(number.slice(6, 14))
      }),
    )
  })

  it('finds every single wrong character and every two neighbours that changed places', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const digits = Array.from(number)
        const other = String((Number(digits[at]) + shift) % 10)
        expect(check(digits.with(at, other).join('')).ok).toBe(false)
        const swapped = digits.with(at, digits[at + 1] ?? '').with(at + 1, digits[at] ?? '')
        if (digits[at] !== digits[at + 1]) expect(check(swapped.join('')).ok).toBe(false)
      }),
    )
  })
})

describe('checkForeignResidentId', () => {
  it('reads a card issued from 2023-12-01', () => {
    expect(checkForeign('911840198506120031')).toEqual(
      ok({ number: '911840198506120031', birthDate: '1985-06-12', sex: 'male' }),
    )
    expect(checkForeign('91184019850612004x')).toMatchObject({ value: { number: '91184019850612004X', sex: 'female' } })
  })

  it('reads an older card by its shape only', () => {
    expect(checkForeign('usa430185061203')).toEqual(ok({ number: 'USA430185061203' }))
  })

  it.each([
    ['430102199003071234', 'area'],
    [signed('90084019850612003'), 'area'],
    ['911840198506120032', 'checksum'],
    ['911840198513120031', 'birth-date'],
    ['USA43018506120', 'length'],
    ['USAA30185061203', 'characters'],
  ] as const)('refuses %s because of its %s', (text, refusal) => {
    expect(checkForeign(text)).toEqual(err(refusal))
  })
})
