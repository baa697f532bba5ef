import { expect, it } from 'vitest'
import { unknownKeys } from './unknownKeys'

it('tells the path of every key that nobody read', () => {
  const written = { a: 1, form: [{ id: 'x' }, { id: 'y', requierd: true, when: { iff: 1 } }], extra: { deep: 1 } }
  const read = { a: 1, form: [{ id: 'x' }, { id: 'y', when: {} }] }
  expect(unknownKeys(written, read)).toEqual(['form.1.requierd', 'form.1.when.iff', 'extra'])
})

it('finds nothing where everything was read, however the values were changed', () => {
  expect(unknownKeys({ a: '1', b: [null, 'x'] }, { a: 1, b: [null, 'X'], c: 'made' })).toEqual([])
})
