import { expect, it } from 'vitest'
import { findPinFault } from './pin'

it.each([
  ['314159', undefined],
  ['112358', undefined],
  ['31415', 'notSixDigits'],
  ['3141592', 'notSixDigits'],
  ['31415９', 'notSixDigits'],
  ['123456', 'tooSimple'],
  ['654321', 'tooSimple'],
  ['567890', 'tooSimple'],
  ['000000', 'tooSimple'],
  ['121212', 'tooSimple'],
] as const)('%s: %s', (pin, fault) => {
  expect(findPinFault(pin)).toBe(fault)
})
