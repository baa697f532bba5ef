import { expect, it } from 'vitest'
import { assertNever } from './result'

it('keeps the value that nobody thought of to itself', () => {
  const value = { name: '欧阳样例' } as never
  expect(() => assertNever(value)).toThrow(/^unhandled case of type object$/)
})
