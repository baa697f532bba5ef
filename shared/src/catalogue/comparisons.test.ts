import { expect, it } from 'vitest'
import { canHold, comparisonsIn, type Comparison } from './comparisons'
import type { FieldInput } from './formField'

const EQUALS: Comparison = { if: 'equals', field: 'a', value: 'x' }
const MORE: Comparison = { if: 'more-than', field: 'b', value: 50 }
const ONE_OF: Comparison = { if: 'one-of', field: 'c', values: ['x', 'y'] }

it('finds every comparison, however deep', () => {
  expect(
    comparisonsIn({
      if: 'all',
      of: [EQUALS, { if: 'any', of: [MORE, { if: 'not', of: ONE_OF }] }, { if: 'always' }],
    }),
  ).toEqual([EQUALS, MORE, ONE_OF])
})

const options = [
  { value: 'x', label: 'X' },
  { value: 'y', label: 'Y' },
]
const INPUTS = {
  text: { kind: 'text', maxLength: 10 },
  number: { kind: 'number', max: 50 },
  openNumber: { kind: 'number' },
  yesNo: { kind: 'yes-no' },
  choice: { kind: 'choice', options },
  choices: { kind: 'choices', options },
} as const satisfies Record<string, FieldInput>

it.each<[Comparison, (keyof typeof INPUTS)[]]>([
  [EQUALS, ['text', 'choice']],
  [{ if: 'equals', field: 'a', value: 'misspelt' }, ['text']],
  [{ if: 'equals', field: 'a', value: 7 }, ['number', 'openNumber']],
  [{ if: 'equals', field: 'a', value: true }, ['yesNo']],
  [ONE_OF, ['text', 'choice', 'choices']],
  [{ if: 'one-of', field: 'c', values: ['x', 'misspelt'] }, ['text']],
  [{ if: 'one-of', field: 'c', values: [] }, []],
  [MORE, ['openNumber']],
  [{ if: 'more-than', field: 'b', value: 49 }, ['number', 'openNumber']],
])('%j can hold only for %j', (comparison, names) => {
  expect(Object.keys(INPUTS).filter((name) => canHold(comparison, INPUTS[name as keyof typeof INPUTS]))).toEqual(names)
})
