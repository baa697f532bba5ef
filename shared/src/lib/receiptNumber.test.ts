import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET_31 } from './creditCode'
import { StationId } from './ids'
import {
  checkReceiptNumber,
  formatReceiptNumber,
  makeReceiptNumber,
  MAX_RECEIPT_PART,
  ReceiptNumber,
} from './receiptNumber'
import { err, ok } from './result'
import { addDays, PlainDate } from './time'

const stationId = StationId.parse('430102009001')
const date = PlainDate.parse('2026-11-23')
const parts = { stationId, date, deviceNumber: 12, counter: 31 }

const allParts = fc.record({
  stationId: fc
    .integer({ min: 0, max: 999_999 })
    .map((site) => StationId.parse(`430102${String(site).padStart(6, '0')}`)),
  date: fc.nat(20_000).map((days) => addDays(PlainDate.parse('2026-01-01'), days)),
  deviceNumber: fc.nat(MAX_RECEIPT_PART),
  counter: fc.nat(MAX_RECEIPT_PART),
})
const made = allParts.map((some) => {
  const number = makeReceiptNumber(some)
  if (!number.ok) throw new Error(number.error)
  return number.value
})

describe('makeReceiptNumber', () => {
  it('writes station, day, device and counter, then the check character', () => {
    const number = makeReceiptNumber(parts)
    expect(number).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^43010200900126112300C010[0-9A-Y]$/) as string,
    })
    if (number.ok) expect(formatReceiptNumber(number.value)).toMatch(/^430102-009001-261123-00C010[0-9A-Y]$/)
  })

  it.each([
    [{ deviceNumber: MAX_RECEIPT_PART + 1 }, 'device-number'],
    [{ deviceNumber: -1 }, 'device-number'],
    [{ deviceNumber: 0.5 }, 'device-number'],
    [{ counter: MAX_RECEIPT_PART + 1 }, 'counter'],
    [{ counter: Number.NaN }, 'counter'],
    [{ date: PlainDate.parse('1999-12-31') }, 'date'],
    [{ date: PlainDate.parse('2100-01-01') }, 'date'],
  ] as const)('refuses %o because of its %s', (wrong, refusal) => {
    expect(makeReceiptNumber({ ...parts, ...wrong })).toEqual(err(refusal))
  })

  it('counts to 29790', () => {
    expect(MAX_RECEIPT_PART).toBe(29_790)
    const last = makeReceiptNumber({ ...parts, deviceNumber: MAX_RECEIPT_PART, counter: MAX_RECEIPT_PART })
    expect(last).toMatchObject({ ok: true, value: expect.stringContaining('261123YYYYYY') as string })
  })
})

describe('checkReceiptNumber', () => {
  it('reads back what was made, as printed and in lower case', () => {
    fc.assert(
      fc.property(allParts, (some) => {
        const number = makeReceiptNumber(some)
        expect(number.ok).toBe(true)
        if (number.ok) expect(checkReceiptNumber(formatReceiptNumber(number.value).toLowerCase())).toEqual(ok(some))
      }),
    )
  })

  it('reads the letters O and I as digits', () => {
    fc.assert(
      fc.property(made, (number) => {
        const mistaken = number.replaceAll('0', 'o').replaceAll('1', 'I')
        expect(checkReceiptNumber(mistaken)).toEqual(checkReceiptNumber(number))
      }),
    )
  })

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(made, fc.nat(24), fc.constantFrom(...Array.from(ALPHABET_31)), (number, at, other) => {
        const wrong = Array.from(number).with(at, other).join('')
        expect(checkReceiptNumber(wrong).ok).toBe(wrong === number)
      }),
    )
  })

  it.each([
    ['', 'length'],
    ['430102009001261123', 'length'],
    ['43010200900126112300V010X', 'characters'],
    ['4301020090012611A300C010X', 'characters'],
  ] as const)('refuses %s because of its %s', (text, refusal) => {
    expect(checkReceiptNumber(text)).toEqual(err(refusal))
  })

  it('refuses a day that never was, though its check character is right', () => {
    expect(checkReceiptNumber(`4301020090012602300000000`)).toEqual(err('date'))
  })
})

describe('ReceiptNumber', () => {
  it('takes numbers in their one written form only', () => {
    fc.assert(
      fc.property(made, (number) => {
        expect(ReceiptNumber.safeParse(number).success).toBe(true)
        expect(ReceiptNumber.safeParse(formatReceiptNumber(number)).success).toBe(false)
        expect(ReceiptNumber.safeParse(`${number.slice(0, 18)}${number.slice(18).replaceAll('0', 'O')}`).success).toBe(
          !number.slice(18).includes('0'),
        )
      }),
    )
  })
})
