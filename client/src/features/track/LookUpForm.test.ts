// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { QueryCode } from '@onetrip/shared/lib/queryCode'
import { mountPart } from '../../../test/mountPart'
import LookUpForm from './LookUpForm.vue'
import { parseFact } from './lookUp'

const open = (props: Record<string, unknown> = {}) =>
  mountPart(LookUpForm, { props: { state: { kind: 'idle' }, ...props } })
const CODE = '7KXQ-3M9H-2TAB'

it('gives the code as it is kept, and the fact of its kind', async () => {
  const form = await open()
  const [code, , , , fact] = form.findAll('input')
  await code?.setValue(' 7kxq 3m9h 2tab ')
  await fact?.setValue('5678')
  await form.get('form').trigger('submit')
  expect(form.emitted('lookUp')).toEqual([[{ queryCode: '7KXQ3M9H2TAB', fact: { kind: 'phone-tail', value: '5678' } }]])
})

it('asks for the fact of the chosen kind, and forgets the one typed before', async () => {
  const form = await open({ scannedCode: QueryCode.parse('7KXQ3M9H2TAB') })
  expect(form.get('input').element).toHaveProperty('value', CODE)
  await form.findAll('input')[4]?.setValue('5678')
  await form.get('input[value="id-tail"]').setValue()
  const fact = form.findAll('input')[4]
  expect(fact?.element).toHaveProperty('value', '')
  await fact?.setValue('123x')
  await form.get('form').trigger('submit')
  expect(form.emitted('lookUp')).toEqual([[{ queryCode: '7KXQ3M9H2TAB', fact: { kind: 'id-tail', value: '123X' } }]])
})

it.each([
  ['7KXQ-3M9H', '5678', '查询码是 12 位'],
  ['7KXQ-3M9H-2TAV', '5678', '有的字符不会出现在查询码里'],
  [CODE, '567', '请填写手机号的最后 4 位数字'],
])('code %s and fact %s: says what is wrong and asks nobody', async (code, fact, said) => {
  const form = await open()
  await form.findAll('input')[0]?.setValue(code)
  await form.findAll('input')[4]?.setValue(fact)
  await form.get('form').trigger('submit')
  expect(form.text()).toContain(said)
  expect(form.emitted('lookUp')).toBeUndefined()
})

it.each([
  [{ kind: 'not-found' }, '没有查到'],
  [{ kind: 'too-many-tries', waitMinutes: 10 }, '请在 10 分钟后再查'],
  [{ kind: 'server-unreachable' }, '暂时查不了'],
  [{ kind: 'offline' }, '现在没有网络'],
])('%j is told at once', async (state, said) => {
  const form = await open({ state })
  expect(form.get('[role="alert"]').text()).toContain(said)
})

it.each([
  ['phone-tail', ' 5678 ', '5678'],
  ['phone-tail', '567', undefined],
  ['id-tail', '123x', '123X'],
  ['id-tail', 'x123', undefined],
  ['pin', '12 34 56', '123456'],
  ['pin', '12345', undefined],
] as const)('parseFact(%s, %j) is %j', (kind, typed, fact) => {
  expect(parseFact(kind, typed)).toBe(fact)
})
