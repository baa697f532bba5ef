import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET_31, checkCharacter31, checkCreditCode } from './creditCode'
import { err, ok } from './result'

/** Codes of public bodies, as they stand in published implementing codes. */
const PUBLIC_BODIES = [
  '11430682006378338L',
  '11431026MB0R05447F',
  '11431226MB168335XX',
  '11430421MB0L074471',
  '11430200MB1615904K',
]

/** Made up: the outer check is right, the inner one is not. */
const SYNTHETIC = ['92430102MA4T12345K', '91430102MA4L00001F']

const texts = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(ALPHABET_31)), minLength: length, maxLength: length })

describe('checkCreditCode', () => {
  it.each([...PUBLIC_BODIES, ...SYNTHETIC])('takes %s', (code) => {
    expect(checkCreditCode(code)).toEqual(ok(code))
  })

  it('reads it whatever the case and spacing', () => {
    expect(checkCreditCode('1143 0682 0063 7833 8l')).toEqual(ok('11430682006378338L'))
  })

  it.each([
    ['', 'length'],
    ['11430682006378338', 'length'],
    ['1143O682006378338L', 'characters'],
    ['11430682006378338Z', 'characters'],
    ['11A30682006378338L', 'characters'],
    ['11430682006378338M', 'checksum'],
    ['11430682006378339L', 'checksum'],
  ] as const)('refuses %s because of its %s', (code, refusal) => {
    expect(checkCreditCode(code)).toEqual(err(refusal))
  })
})

describe('checkCharacter31', () => {
  it('knows 31 different characters', () => {
    expect(new Set(ALPHABET_31).size).toBe(31)
    expect(/[IOSVZ]/.test(ALPHABET_31)).toBe(false)
  })

  it('has no answer for a character outside the alphabet', () => {
    expect(checkCharacter31('4301O2')).toBeUndefined()
  })

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(texts(24), fc.nat(23), fc.constantFrom(...Array.from(ALPHABET_31)), (text, at, other) => {
        const wrong = Array.from(text).with(at, other).join('')
        expect(checkCharacter31(wrong) === checkCharacter31(text)).toBe(wrong === text)
      }),
    )
  })

  it('finds every two characters that changed places', () => {
    fc.assert(
      fc.property(texts(24), fc.nat(23), fc.nat(23), (text, one, other) => {
        const characters = Array.from(text)
        const swapped = characters.with(one, text.charAt(other)).with(other, text.charAt(one)).join('')
        expect(checkCharacter31(swapped) === checkCharacter31(text)).toBe(swapped === text)
      }),
    )
  })
})
