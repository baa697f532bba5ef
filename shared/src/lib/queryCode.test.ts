import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET_31 } from './creditCode'
import { formatQueryCode, mintQueryCode, normaliseQueryCode, QueryCode } from './queryCode'
import { err, ok } from './result'

/** Every byte value in turn, from one of them on. */
function countingBytes(first: number) {
  let next = first
  return (length: number) => Uint8Array.from({ length }, () => next++)
}

const codes = fc
  .string({ unit: fc.constantFrom(...Array.from(ALPHABET_31)), minLength: 12, maxLength: 12 })
  .map((text) => QueryCode.parse(text))

describe('mintQueryCode', () => {
  it('mints codes of twelve characters from any bytes', () => {
    const randomBytes = fc.infiniteStream(fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(randomBytes, (stream) => {
        const random = (length: number) => Uint8Array.from({ length }, () => Number(stream.next().value))
        expect(QueryCode.safeParse(mintQueryCode(random)).success).toBe(true)
      }),
    )
  })

  it('gives each character the same chance: 248 byte values make each of the 31 eight times', () => {
    const seen = new Map<string, number>()
    for (let byte = 0; byte < 256; byte += 1) {
      const random = (length: number) => Uint8Array.from({ length }, (_, i) => (i === 0 ? byte : 0))
      const first = mintQueryCode(random).charAt(0)
      if (byte < 248) seen.set(first, (seen.get(first) ?? 0) + 1)
      else expect(first).toBe('0')
    }
    expect([...seen.values()]).toEqual(Array.from({ length: 31 }, () => 8))
  })

  it('drops the bytes that would be unfair and goes on', () => {
    expect(mintQueryCode(countingBytes(250))).toBe('0123456789AB')
  })

  it('throws when the source gives nothing usable, rather than turning for ever', () => {
    expect(() => mintQueryCode((length) => new Uint8Array(length).fill(255))).toThrow()
  })

  it('holds at least 58 bits', () => {
    expect(12 * Math.log2(ALPHABET_31.length)).toBeGreaterThan(58)
  })
})

describe('normaliseQueryCode', () => {
  it('reads a printed code back, in either case', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(normaliseQueryCode(formatQueryCode(code))).toEqual(ok(code))
        expect(normaliseQueryCode(formatQueryCode(code).toLowerCase().replaceAll('-', ' '))).toEqual(ok(code))
      }),
    )
  })

  it('reads the letters that no code has as the digits they look like', () => {
    expect(normaliseQueryCode('oisz-0152-abcd')).toEqual(ok('01520152ABCD'))
  })

  it.each([
    ['', 'length'],
    ['ABCD-EFGH', 'length'],
    ['ABCD-EFGH-JKLMN', 'length'],
    ['VBCD-EFGH-JKLM', 'characters'],
    ['张BCD-EFGH-JKLM', 'characters'],
  ] as const)('refuses %s because of its %s', (text, refusal) => {
    expect(normaliseQueryCode(text)).toEqual(err(refusal))
  })
})

it('prints a code as 4-4-4', () => {
  expect(formatQueryCode(QueryCode.parse('0123456789AB'))).toBe('0123-4567-89AB')
})
