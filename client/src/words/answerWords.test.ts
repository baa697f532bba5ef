import { expect, it } from 'vitest'
import type { FieldValue } from '@onetrip/shared/catalogue/condition'
import type { FormField } from '@onetrip/shared/catalogue/formField'
import { aField } from '@onetrip/shared/catalogue/testItem'
import { answerWords } from './answerWords'
import { createWords } from './createWords'

const words = createWords('Asia/Shanghai')
const options = [
  { value: 'hot', label: '热食' },
  { value: 'cold', label: '冷食' },
]

it.each([
  [{ kind: 'number', unit: '平方米' }, 46.5, '46.5 平方米'],
  [{ kind: 'number' }, 12_000, '12,000'],
  [{ kind: 'choice', options }, 'hot', '热食'],
  [{ kind: 'choices', options }, ['hot', 'cold', 'no-longer-offered'], '热食、冷食、no-longer-offered'],
  [{ kind: 'yes-no' }, true, '是'],
  [{ kind: 'yes-no' }, false, '否'],
  [{ kind: 'date' }, '2026-07-03', '2026年7月3日'],
  [{ kind: 'date' }, 'some day', 'some day'],
  [{ kind: 'text', maxLength: 9 }, '𠮷㛃', '𠮷㛃'],
  [{ kind: 'text', maxLength: 9 }, undefined, ''],
] satisfies [FormField['input'], FieldValue | undefined, string][])(
  '%j answered with %j reads %s',
  (input, value, said) => {
    expect(answerWords(aField('a', { input }), value, words)).toBe(said)
  },
)
