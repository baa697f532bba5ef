// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { mountPart } from '../../../test/mountPart'
import { groupCode } from './groupCode'
import RegisterCodePage from './RegisterCodePage.vue'
import type { RegisterCodeState } from './registerCodeState'

const open = (state: RegisterCodeState) =>
  mountPart(RegisterCodePage, { props: { unitName: '五一社区', state, canGoBack: true } })

it.each([
  ['7k3mq', '7K3M-Q'],
  ['7K3M', '7K3M'],
  ['7k3m qd4x a92b', '7K3M-QD4X-A92B'],
  [' 7K3M-QD4X-A92B\n', '7K3M-QD4X-A92B'],
  ['７ｋ３ｍｑｄ４ｘａ９２ｂ', '7K3M-QD4X-A92B'],
  ['7K3MQD4XA92BX', '7K3M-QD4X-A92BX'],
])('shows “%s” as %s', (typed, shown) => {
  expect(groupCode(typed, '')).toBe(shown)
})

it('lets a dash be taken away', () => {
  expect(groupCode('7K3M-', '7K3M-Q')).toBe('7K3M-')
  expect(groupCode('7K3M', '7K3M-')).toBe('7K3M')
})

it('gives the code, however it was pasted', async () => {
  const page = await open({ kind: 'idle' })
  await page.get('input').setValue('7k3m qd4x-a92b')
  expect(page.get('input').element.value).toBe('7K3M-QD4X-A92B')
  await page.get('form').trigger('submit')
  expect(page.emitted('enter')).toEqual([['7K3MQD4XA92B']])
})

it.each([
  ['', '登记码是 12 位'],
  ['7K3M-QD4X', '登记码是 12 位'],
  ['7K3M-QD4X-A92V', '里面有登记码不会用到的字符'],
])('says what is amiss with “%s”, only after the first press, and sends nothing', async (typed, said) => {
  const page = await open({ kind: 'idle' })
  await page.get('input').setValue(typed)
  expect(page.text()).not.toContain(said)
  await page.get('form').trigger('submit')
  expect(page.text()).toContain(said)
  expect(page.emitted('enter')).toBeUndefined()
})

describe.each([
  [{ kind: 'wrong-code' }, '这个登记码不能用'],
  [{ kind: 'too-many-tries', waitMinutes: 12 }, '请在 12 分钟后再试'],
  [{ kind: 'unreachable' }, '没能联系上服务器'],
  [{ kind: 'store-failed' }, '平板存储出错'],
] satisfies [RegisterCodeState, string][])('%j', (state, said) => {
  it('is told at once, and what was typed stays', async () => {
    const page = await open({ kind: 'idle' })
    await page.get('input').setValue('7K3M-QD4X-A92B')
    await page.setProps({ state })
    expect(page.get('[role="alert"]').text()).toContain(said)
    expect(page.get('input').element.value).toBe('7K3M-QD4X-A92B')
  })
})

it('takes no second press while the first is on its way', async () => {
  const page = await open({ kind: 'pending' })
  await page.get('input').setValue('7K3M-QD4X-A92B')
  await page.get('form').trigger('submit')
  expect(page.emitted('enter')).toBeUndefined()
})
