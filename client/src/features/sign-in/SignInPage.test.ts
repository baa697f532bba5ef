// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { mountPart } from '../../../test/mountPart'
import SignInPage from './SignInPage.vue'
import type { SignInState } from './signInState'

const open = (state: SignInState) => mountPart(SignInPage, { props: { audience: 'agent', state } })

it('gives what was typed, the name without stray spaces, the password as it is', async () => {
  const page = await open({ kind: 'idle' })
  await page.get('input[autocomplete="username"]').setValue(' wuyi-01 ')
  await page.get('input[autocomplete="current-password"]').setValue(' secret ')
  await page.get('form').trigger('submit')
  expect(page.emitted('signIn')).toEqual([[{ loginName: 'wuyi-01', password: ' secret ' }]])
})

it('names what is missing, only after the first press, and puts the person there', async () => {
  const page = await open({ kind: 'idle' })
  expect(page.text()).not.toContain('请填写')
  await page.get('form').trigger('submit')
  await Promise.resolve()
  expect(page.emitted('signIn')).toBeUndefined()
  expect(page.text()).toContain('请填写登录名。')
  expect(page.text()).toContain('请填写密码。')
  expect(document.activeElement).toBe(page.get('input[autocomplete="username"]').element)
})

it('shows the password only when asked', async () => {
  const page = await open({ kind: 'idle' })
  const password = page.get('input[autocomplete="current-password"]')
  expect(password.attributes('type')).toBe('password')
  await page.get('input[type="checkbox"]').setValue(true)
  expect(password.attributes('type')).toBe('text')
})

describe.each([
  [{ kind: 'wrong-credentials' }, '登录名或密码不对'],
  [{ kind: 'too-many-tries', waitMinutes: 15 }, '请在 15 分钟后再试'],
  [{ kind: 'server-unreachable' }, '连不上服务器'],
  [{ kind: 'offline' }, '现在没有网络'],
  [{ kind: 'store-failed' }, '平板存储出错，没能完成登录'],
] satisfies [SignInState, string][])('%j', (state, said) => {
  it('is told at once, and what was typed stays', async () => {
    const page = await open({ kind: 'idle' })
    await page.get('input[autocomplete="username"]').setValue('wuyi-01')
    await page.setProps({ state })
    expect(page.get('[role="alert"]').text()).toContain(said)
    expect(page.get('input[autocomplete="username"]').element).toHaveProperty('value', 'wuyi-01')
  })
})

it('takes no second press while the first is on its way', async () => {
  const page = await open({ kind: 'pending' })
  expect(page.find('[role="alert"]').exists()).toBe(false)
  expect(page.get('button[type="submit"]').attributes('aria-busy')).toBe('true')
  await page.get('input[autocomplete="username"]').setValue('wuyi-01')
  await page.get('input[autocomplete="current-password"]').setValue('secret')
  await page.get('form').trigger('submit')
  expect(page.emitted('signIn')).toBeUndefined()
})
