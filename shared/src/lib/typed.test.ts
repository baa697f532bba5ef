import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compactCode } from './typed'

it('reads full-width digits, lower case, spaces, dashes and invisible characters as the plain code', () => {
  expect(compactCode(' 4301 02-1990—0307\u200b１２３x ')).toBe('43010219900307123X')
})

it('changes nothing when applied again', () => {
  const typed = fc.string({ unit: fc.constantFrom(...Array.from('aZ09０９ｘＺ -—－\u200b\u3000张𠮷')) })
  fc.assert(
    fc.property(typed, (text) => {
      expect(compactCode(compactCode(text))).toBe(compactCode(text))
    }),
  )
})
