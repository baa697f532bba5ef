import { expect, it } from 'vitest'
import { pinOf } from './fixtures.mjs'

it('the pin of a publication is how many lines there are, and the chain of the last', () => {
  expect(pinOf('aa 11 protocol-1/world.json\nbb 22 protocol-1/open.json\n')).toBe("[2, 'bb']")
})
