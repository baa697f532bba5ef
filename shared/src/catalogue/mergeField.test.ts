import { expect, it } from 'vitest'
import type { FieldInput } from './formField'
import { mergeField } from './mergeField'
import { aField } from './testItem'

it('is asked in the words of the first, and required if either requires it', () => {
  const first = aField('area', { label: 'How big is the shop?', required: false })
  const second = aField('area', { label: 'Area' })
  expect(mergeField(first, second)).toEqual({ ...first, required: true })
  expect(mergeField(second, first)).toEqual(second)
})

it.each<[FieldInput, FieldInput, FieldInput]>([
  [
    { kind: 'text', maxLength: 60 },
    { kind: 'text', maxLength: 40 },
    { kind: 'text', maxLength: 40 },
  ],
  [
    { kind: 'long-text', maxLength: 60 },
    { kind: 'long-text', maxLength: 90 },
    { kind: 'long-text', maxLength: 60 },
  ],
  [
    { kind: 'number', min: 1, max: 9, unit: 'm' },
    { kind: 'number', min: 2 },
    { kind: 'number', min: 2, max: 9, unit: 'm' },
  ],
  [{ kind: 'number' }, { kind: 'number', max: 9 }, { kind: 'number', max: 9 }],
  [{ kind: 'number' }, { kind: 'number' }, { kind: 'number' }],
  [{ kind: 'date' }, { kind: 'date', notInFuture: true }, { kind: 'date', notInFuture: true }],
  [{ kind: 'date', notInFuture: true }, { kind: 'date' }, { kind: 'date', notInFuture: true }],
  [{ kind: 'yes-no' }, { kind: 'yes-no' }, { kind: 'yes-no' }],
])('%j and %j give an answer within both: %j', (first, second, both) => {
  expect(mergeField(aField('a', { input: first }), aField('a', { input: second })).input).toEqual(both)
})
