// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, onTestFinished, vi } from 'vitest'
import { ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import { AUTHENTICATOR_CHOICE } from './authenticatorChoice'
import { CHANGE_PASSPHRASE, type ChangeAnswer } from './changePassphrase'
import { PIN_CHOICE } from './pin'
import ChangePassphrasePage from './ChangePassphrasePage.vue'

const FRESH = '岳麓山下爱晚亭前的枫叶红'

async function open(answer: ChangeAnswer) {
  const change = vi.fn(async () => answer)
  const pins = { hasPin: ref(false), choose: vi.fn(), forget: vi.fn() }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:any(.*)*', component: { template: '<i />' } }],
  })
  await router.push('/passphrase')
  const page = mount(ChangePassphrasePage, {
    attachTo: document.body,
    global: {
      plugins: [router],
      provide: {
        [CHANGE_PASSPHRASE]: change,
        [PIN_CHOICE]: pins,
        [AUTHENTICATOR_CHOICE]: { read: async () => 'not-offered' },
        [WORDS]: createWords('Asia/Shanghai'),
        [TOASTS]: createToasts(),
      },
    },
  })
  onTestFinished(() => page.unmount())
  const type = async (before: string): Promise<void> => {
    const fields = page.findAll('form')[0]?.findAll('input') ?? []
    await fields[0]?.setValue(before)
    for (const field of fields.slice(1)) await field.setValue(FRESH)
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, router, change, pins, type }
}

it('[VAULT-R8] asks for the passphrase before, and goes back when it is changed', async () => {
  const { page, router, change, type } = await open({ kind: 'changed' })
  await type('')
  expect(page.text()).toContain('请输入现在的口令')
  expect(change).not.toHaveBeenCalled()
  await type('芙蓉国里')
  expect(change).toHaveBeenCalledExactlyOnceWith({ passphrase: '芙蓉国里', fresh: FRESH })
  expect(router.currentRoute.value.path).toBe('/queue')
})

it.each([
  [{ kind: 'wrong', waitSeconds: 4 }, '请在 4 秒后再试'],
  [{ kind: 'failed' }, '口令没有换'],
] satisfies [ChangeAnswer, string][])('stays, with everything that was typed, after %j', async (answer, said) => {
  const { page, router, type } = await open(answer)
  await type('芙蓉国里')
  expect(page.text()).toContain(said)
  expect(
    page
      .findAll('input')
      .slice(0, 3)
      .map(({ element }) => element.value),
  ).toEqual(['芙蓉国里', FRESH, FRESH])
  expect(router.currentRoute.value.path).toBe('/passphrase')
})

it('[VAULT-R15] takes a PIN that is not the first that anybody tries, and takes it away again', async () => {
  const { page, pins } = await open({ kind: 'changed' })
  const form = page.findAll('form')[1]
  const field = form?.get('input')
  for (const [pin, said] of [
    ['12345', '解锁码是 6 位数字'],
    ['123456', '太好猜'],
  ] as const) {
    await field?.setValue(pin)
    await form?.trigger('submit')
    expect(page.text()).toContain(said)
  }
  await field?.setValue('314159')
  await form?.trigger('submit')
  expect(pins.choose).toHaveBeenCalledExactlyOnceWith('314159')
  expect(field?.element.value).toBe('')
  pins.hasPin.value = true
  await flushPromises()
  await page
    .findAll('button')
    .find((one) => one.text() === '不再使用解锁码')
    ?.trigger('click')
  expect(pins.forget).toHaveBeenCalledOnce()
})
