import { describe, expect, it } from 'vitest'
import { applicableForm, applicableMaterials } from './applicable'
import { aField, aMaterial, anItem } from './testItem'

const is = (field: string, value: string | boolean) => ({ if: 'equals', field, value }) as const

const FORM = [
  aField('sellsOnline', { input: { kind: 'yes-no' } }),
  aField('platform', { when: is('sellsOnline', true) }),
  aField('shopName', { when: is('platform', 'other') }),
]
const idsFor = (values: Parameters<typeof applicableForm>[1]) => applicableForm(FORM, values).fields.map(({ id }) => id)

describe('the questions that apply', () => {
  it.each([
    [{}, ['sellsOnline']],
    [{ sellsOnline: true }, ['sellsOnline', 'platform']],
    [{ sellsOnline: true, platform: 'other' }, ['sellsOnline', 'platform', 'shopName']],
    [{ sellsOnline: false, platform: 'other' }, ['sellsOnline']],
  ])('after %j: %j', (values, ids) => {
    expect(idsFor(values)).toEqual(ids)
  })

  it('carry no condition any more', () => {
    const { fields } = applicableForm(FORM, { sellsOnline: true })
    expect(fields[1]).toEqual(aField('platform'))
  })

  it('an answer whose question disappeared is no answer', () => {
    expect(applicableForm(FORM, { sellsOnline: false, platform: 'other', stray: 'x' }).answers).toEqual({
      sellsOnline: false,
    })
  })
})

it('materials hang on the same answers', () => {
  const item = anItem({
    form: FORM,
    materials: [aMaterial('always'), aMaterial('platform-contract', { when: is('platform', 'other') })],
  })
  const codesFor = (values: Parameters<typeof applicableForm>[1]) =>
    applicableMaterials(item, values).map((spec) => spec.code)
  expect(codesFor({ sellsOnline: true, platform: 'other' })).toEqual(['always', 'platform-contract'])
  expect(codesFor({ sellsOnline: false, platform: 'other' })).toEqual(['always'])
  expect(applicableMaterials(item, { sellsOnline: true, platform: 'other' })[1]).toEqual(aMaterial('platform-contract'))
})
