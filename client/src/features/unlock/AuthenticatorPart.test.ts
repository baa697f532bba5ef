// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import type { Locale } from '../../words/locale'
import { WORDS } from '../../words/useWords'
import { AUTHENTICATOR_CHOICE, type AuthenticatorChoice, type TurnOnAnswer } from './authenticatorChoice'
import AuthenticatorPart from './AuthenticatorPart.vue'

type Answers = {
  readonly standing?: Awaited<ReturnType<AuthenticatorChoice['read']>>
  readonly turnOn?: TurnOnAnswer
  readonly turnOff?: Awaited<ReturnType<AuthenticatorChoice['turnOff']>>
  readonly locale?: Locale
}

async function open({ standing = 'off', turnOn = { kind: 'on' }, turnOff = 'off', locale = 'zh-CN' }: Answers) {
  const choice = {
    read: vi.fn(async () => standing),
    turnOn: vi.fn(async () => turnOn),
    turnOff: vi.fn(async () => turnOff),
  }
  const words = createWords('Asia/Shanghai')
  await words.setLocale(locale)
  const toasts = createToasts()
  const page = mount(AuthenticatorPart, {
    attachTo: document.body,
    global: { provide: { [AUTHENTICATOR_CHOICE]: choice, [WORDS]: words, [TOASTS]: toasts } },
  })
  onTestFinished(() => page.unmount())
  await flushPromises()
  const type = async (passphrase: string): Promise<void> => {
    await page.get('input').setValue(passphrase)
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, choice, type }
}

it('[VAULT-R18] is not there where the browser has none', async () => {
  const { page } = await open({ standing: 'not-offered' })
  expect(page.text()).toBe('')
})

it('[VAULT-R18] is turned on with the passphrase, says who else it lets in, and is turned off with a press', async () => {
  const { page, choice, type } = await open({})
  expect(page.text()).toContain('能解开平板的屏幕锁')
  await type('')
  expect(page.text()).toContain('请输入本机口令')
  expect(choice.turnOn).not.toHaveBeenCalled()
  await type('芙蓉国里')
  expect(choice.turnOn).toHaveBeenCalledExactlyOnceWith('芙蓉国里')
  expect(page.text()).toContain('已启用')
  expect(page.find('input').exists()).toBe(false)
  expect(document.activeElement).toBe(page.get('h2').element)
  await page.get('button').trigger('click')
  await flushPromises()
  expect(choice.turnOff).toHaveBeenCalledOnce()
  expect(page.get('input').element.value).toBe('')
})

it.each([
  [{ kind: 'wrong', waitSeconds: 4 }, '请在 4 秒后再试'],
  [{ kind: 'wait', waitSeconds: 4 }, '请在 4 秒后再试'],
  [{ kind: 'declined' }, '没有启用'],
  [{ kind: 'unsupported' }, '这台平板用不了'],
  [{ kind: 'failed' }, '没有启用'],
  [{ kind: 'newer-store' }, '这一页的应用太旧'],
] satisfies [TurnOnAnswer, string][])('[VAULT-R18] stays off, with what was typed, after %j', async (turnOn, said) => {
  const { page, type } = await open({ turnOn })
  await type('芙蓉国里')
  expect(page.text()).toContain(said)
  expect(page.get('input').element.value).toBe('芙蓉国里')
})

it.each([
  ['failed', '没有停用'],
  ['newer-store', '这一页的应用太旧'],
] as const)('[VAULT-R18] stays on, and says so, when turning it off ends with %s', async (turnOff, said) => {
  const { page } = await open({ standing: 'on', turnOff })
  await page.get('button').trigger('click')
  await flushPromises()
  expect(page.get('[role=alert]').text()).toContain(said)
  expect(page.get('button').text()).toBe('停用指纹或屏幕锁')
})

it('speaks English, too', async () => {
  const { page } = await open({ locale: 'en' })
  expect(page.get('button').text()).toBe('Turn on fingerprint or screen lock')
})
