import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkMobile } from './mobile'
import { err, ok } from './result'

it.each([
  '13812345678',
  '138 1234 5678',
  '138-1234-5678',
  '+86 13812345678',
  '008613812345678',
  '１３８１２３４５６７８',
])('reads %s', (text) => {
  expect(checkMobile(text)).toEqual(ok('13812345678'))
})

it.each([
  ['', 'length'],
  ['1381234567', 'length'],
  ['138123456789', 'length'],
  ['86138123456', 'prefix'],
  ['12812345678', 'prefix'],
  ['07318234567', 'prefix'],
  ['1381234567a', 'characters'],
  ['+8521381234567', 'characters'],
] as const)('refuses %s because of its %s', (text, refusal) => {
  expect(checkMobile(text)).toEqual(err(refusal))
})

it('takes every number from 13 to 19', () => {
  const numbers = fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String)
  fc.assert(fc.property(numbers, (number) => checkMobile(number).ok))
})
