import { expect, it } from 'vitest'
import { checkForm } from './formRules'
import type { FormField } from './formField'
import { aField } from './testItem'

const YES_NO = aField('isOpen', { input: { kind: 'yes-no' } })
const whenOpen = { if: 'equals', field: 'isOpen', value: true } as const
const option = (value: string) => ({ value, label: value })

it('lets a form pass in which conditions look back at what can be answered', () => {
  expect(checkForm([YES_NO, aField('hours', { when: whenOpen })])).toEqual([])
})

it.each<[string, FormField[], unknown]>([
  ['a field twice', [aField('a'), aField('a')], { kind: 'field-repeated', field: 'a' }],
  ['no options', [aField('a', { input: { kind: 'choice', options: [] } })], { kind: 'options-missing', field: 'a' }],
  [
    'an option twice',
    [aField('a', { input: { kind: 'choices', options: [option('x'), option('x')] } })],
    { kind: 'option-repeated', field: 'a', option: 'x' },
  ],
  [
    'bounds that cross',
    [aField('a', { input: { kind: 'number', min: 2, max: 1 } })],
    { kind: 'no-answer-fits', field: 'a' },
  ],
  [
    'no room for text',
    [aField('a', { input: { kind: 'text', maxLength: 0 } })],
    { kind: 'no-answer-fits', field: 'a' },
  ],
  [
    'a condition on nothing',
    [aField('a', { when: whenOpen })],
    { kind: 'condition-on-unknown-field', at: 'a', field: 'isOpen' },
  ],
  [
    'a condition on what is asked later',
    [aField('a', { when: whenOpen }), YES_NO],
    { kind: 'condition-on-later-field', at: 'a', field: 'isOpen' },
  ],
  [
    'a condition on itself',
    [{ ...YES_NO, when: whenOpen }],
    { kind: 'condition-on-later-field', at: 'isOpen', field: 'isOpen' },
  ],
  [
    'a condition that no answer fulfils',
    [aField('isOpen'), aField('a', { when: whenOpen })],
    { kind: 'condition-never-true', at: 'a', field: 'isOpen' },
  ],
])('refuses %s', (_, form, refusal) => {
  expect(checkForm(form)).toEqual([refusal])
})
