// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { mountPart } from '../../test/mountPart'
import AppStepper from './AppStepper.vue'
import type { Step } from './step'

const steps: readonly Step[] = [
  { value: 'applicant', label: '申请人', state: 'done' },
  { value: 'form', label: '表单', state: 'problem' },
  { value: 'materials', label: '材料', state: 'todo' },
  { value: 'receipt', label: '收件凭证', state: 'todo', disabled: true },
]
const scrollIntoView = vi.fn<(this: Element) => void>()

beforeEach(() => {
  scrollIntoView.mockReset()
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(scrollIntoView)
})
afterEach(() => {
  vi.restoreAllMocks()
})

it('names each step with its state', async () => {
  const wrapper = await mountPart(AppStepper, { props: { label: '收件步骤', steps, current: 'form' } })
  expect(wrapper.get('nav').attributes('aria-label')).toBe('收件步骤')
  expect(wrapper.findAll('button').map((button) => button.text().replaceAll(/\s+/g, ' '))).toEqual([
    '申请人 已完成',
    '表单 有问题',
    '3 材料',
    '4 收件凭证',
  ])
})

it('marks one step as current and brings it into view, also when it changes', async () => {
  const wrapper = await mountPart(AppStepper, { props: { label: '收件步骤', steps, current: 'form' } })
  expect(wrapper.findAll('[aria-current="step"]').map((button) => button.text())).toEqual([
    expect.stringContaining('表单'),
  ])
  await wrapper.setProps({ current: 'materials' })
  await nextTick()
  expect(wrapper.get('[aria-current="step"]').text()).toContain('材料')
  expect(scrollIntoView.mock.contexts.at(-1)).toBe(wrapper.get('[aria-current="step"]').element)
})

it('goes where a person presses, but not to a closed step', async () => {
  const wrapper = await mountPart(AppStepper, { props: { label: '收件步骤', steps, current: 'form' } })
  for (const button of wrapper.findAll('button')) await button.trigger('click')
  expect(wrapper.emitted('go')).toEqual([['applicant'], ['form'], ['materials']])
})
