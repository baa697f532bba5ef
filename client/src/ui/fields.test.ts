// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Component } from 'vue'
import { mountPart } from '../../test/mountPart'
import CheckField from './CheckField.vue'
import ChoiceGroup from './ChoiceGroup.vue'
import DateField from './DateField.vue'
import SelectField from './SelectField.vue'
import SwitchField from './SwitchField.vue'
import TextArea from './TextArea.vue'
import TextField from './TextField.vue'

const options = [
  { value: 'courier', label: '快递' },
  { value: 'pick-up', label: '自取' },
]
const FIELDS: [name: string, part: Component, props: Record<string, unknown>, control: string][] = [
  ['TextField', TextField, { modelValue: '' }, 'input'],
  ['TextArea', TextArea, { modelValue: '' }, 'textarea'],
  ['SelectField', SelectField, { modelValue: undefined, options }, 'select'],
  ['DateField', DateField, { modelValue: undefined }, 'input'],
  ['CheckField', CheckField, { modelValue: false }, 'input'],
  ['SwitchField', SwitchField, { modelValue: false }, 'input'],
]

/** The words behind `aria-describedby`, as a screen reader says them. */
function describedBy(control: Element): string {
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent.trim() ?? `no #${id}`).join(' / ')
}

const labelOf = (control: Element): string =>
  (document.querySelector(`label[for="${control.id}"]`) ?? control.closest('label'))?.textContent.trim() ?? ''

describe.each(FIELDS)('%s', (_name, part, props, selector) => {
  it('is named by its label and described by hint and error', async () => {
    const wrapper = await mountPart(part, { props: { ...props, label: '姓名', hint: '同证件', error: '请填写姓名。' } })
    const control = wrapper.get(selector).element
    expect(labelOf(control)).toContain('姓名')
    expect(describedBy(control)).toBe('同证件 / 请填写姓名。')
  })

  it('is described by nothing when there is nothing to say', async () => {
    const wrapper = await mountPart(part, { props: { ...props, label: '姓名' } })
    const control = wrapper.get(selector)
    expect(control.attributes('aria-describedby')).toBeUndefined()
    expect(control.attributes('aria-invalid')).toBeUndefined()
  })
})

it('says invalid only with an error, and required to the control itself', async () => {
  const wrapper = await mountPart(TextField, { props: { modelValue: '', label: '姓名', required: true } })
  expect(wrapper.get('input').attributes()).toHaveProperty('required')
  expect(wrapper.get('label').text()).toContain('必填')
  await wrapper.setProps({ error: '请填写姓名。' })
  expect(wrapper.get('input').attributes('aria-invalid')).toBe('true')
})

describe('ChoiceGroup', () => {
  it('is a group named by its legend, of radios that share one name', async () => {
    const wrapper = await mountPart(ChoiceGroup, {
      props: { modelValue: 'courier', label: '领取方式', error: '请选择。', options },
    })
    const group = wrapper.get('fieldset')
    expect(group.get('legend').text()).toBe('领取方式')
    expect(describedBy(group.element)).toBe('请选择。')
    const radios = wrapper.findAll('input')
    expect(new Set(radios.map((radio) => radio.attributes('name'))).size).toBe(1)
    expect(radios.map((radio) => labelOf(radio.element))).toEqual(['快递', '自取'])
  })

  it('emits the chosen value', async () => {
    const wrapper = await mountPart(ChoiceGroup, { props: { label: '领取方式', options } })
    await wrapper.get('input[value="pick-up"]').setValue()
    expect(wrapper.emitted('update:modelValue')).toEqual([['pick-up']])
  })
})

it('SelectField is undefined again when the choice is taken back', async () => {
  const wrapper = await mountPart(SelectField, { props: { modelValue: 'courier', label: '领取方式', options } })
  await wrapper.get('select').setValue('')
  expect(wrapper.emitted('update:modelValue')).toEqual([[undefined]])
})

it('DateField gives whole days only', async () => {
  const wrapper = await mountPart(DateField, { props: { modelValue: undefined, label: '出生日期' } })
  await wrapper.get('input').setValue('2026-07-03')
  await wrapper.get('input').setValue('')
  expect(wrapper.emitted('update:modelValue')).toEqual([['2026-07-03'], [undefined]])
})

it.each([
  ['写了三字', 10, '还可以写 6 字'],
  ['𠮷', 10, '还可以写 9 字'],
  ['太长的文字', 3, '超出 2 字，请删减'],
])('TextArea counts what a person counts: %s', async (modelValue, maxLength, said) => {
  const wrapper = await mountPart(TextArea, { props: { modelValue, maxLength, label: '说明' } })
  expect(describedBy(wrapper.get('textarea').element)).toBe(said)
})
