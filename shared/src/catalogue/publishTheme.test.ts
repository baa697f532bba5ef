import { describe, expect, it } from 'vitest'
import { checkTheme } from './publishTheme'
import type { ServiceItem } from './serviceItem'
import type { Theme } from './theme'
import { aField, anItem, aTheme, code } from './testItem'

const FOOD = code('000131024000')
const FIRE = code('000199901000')
const SIGN = code('000117017000')
const ALWAYS = { if: 'always' } as const
const number = { kind: 'number' } as const
const choiceOf = (...values: string[]) =>
  ({ kind: 'choice', options: values.map((value) => ({ value, label: value })) }) as const

const AREA = aField('area', { input: number })
const food = anItem({ itemCode: FOOD, form: [AREA] })
const fire = anItem({ itemCode: FIRE, form: [aField('floors')] })
const members = (...needs: [Theme['lead'][], Theme['lead'][]]): Theme['members'] => [
  { itemCode: FOOD, when: ALWAYS, needs: needs[0] },
  { itemCode: FIRE, when: { if: 'more-than', field: 'area', value: 50 }, needs: needs[1] },
]
const theme = aTheme({ questions: [AREA], members: members([], [FOOD]) })

it('lets a theme pass whose members are there, in an order, with questions that fit their forms', () => {
  expect(checkTheme(theme, [food, fire])).toEqual({ ok: true, value: theme })
})

describe('what is refused', () => {
  it.each<[string, Theme, ServiceItem[], unknown]>([
    ['a member that is no item', theme, [food], { kind: 'member-unknown', itemCode: FIRE }],
    [
      'a member twice',
      { ...theme, members: [...theme.members, ...theme.members.slice(1)] },
      [food, fire],
      { kind: 'member-repeated', itemCode: FIRE },
    ],
    ['a lead that is no member', { ...theme, lead: SIGN }, [food, fire], { kind: 'lead-not-member' }],
    ['a lead that may be missing', { ...theme, lead: FIRE }, [food, fire], { kind: 'lead-conditional' }],
    [
      'a need outside the theme',
      { ...theme, members: members([], [SIGN]) },
      [food, fire],
      { kind: 'need-not-member', itemCode: FIRE, needs: SIGN },
    ],
    [
      'members that wait for one another',
      { ...theme, members: members([FIRE], [FOOD]) },
      [food, fire],
      { kind: 'needs-circle', itemCodes: [FOOD, FIRE] },
    ],
    [
      'a member that hangs on what only its form asks',
      { ...theme, questions: [] },
      [food, fire],
      { kind: 'condition-on-unknown-field', at: FIRE, field: 'area' },
    ],
    [
      'a question twice',
      { ...theme, questions: [AREA, AREA] },
      [food, fire],
      { kind: 'field-repeated', field: 'area' },
    ],
    [
      'a question and a field of different kinds under one id',
      theme,
      [{ ...food, form: [aField('area')] }, fire],
      { kind: 'field-clash', field: 'area' },
    ],
    [
      'two members that offer different options under one id',
      theme,
      [
        { ...food, form: [aField('kind', { input: choiceOf('a', 'b') })] },
        { ...fire, form: [aField('kind', { input: choiceOf('a', 'c') })] },
      ],
      { kind: 'field-clash', field: 'kind' },
    ],
  ])('%s', (_, refused, items, refusal) => {
    expect(checkTheme(refused, items)).toEqual({ ok: false, error: [refusal] })
  })

  it('not the same options in another order, nor items that are no members', () => {
    const items = [
      { ...food, form: [aField('kind', { input: choiceOf('a', 'b') })] },
      { ...fire, form: [aField('kind', { input: choiceOf('b', 'a') })] },
      anItem({ itemCode: SIGN, form: [aField('kind')] }),
    ]
    expect(checkTheme(theme, items)).toEqual({ ok: true, value: theme })
  })
})
