// @vitest-environment happy-dom
import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import { catchTroubles, createTroubles, TROUBLES } from './trouble'
import TroubleNotice from './TroubleNotice.vue'

const failing = async (): Promise<never> => {
  throw new Error('the disk said no')
}

/** A page with one press that fails, one that asks for a page that is gone, and the notice above them. */
async function open() {
  const log = vi.fn()
  const troubles = createTroubles(log)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { render: () => h('h1', 'home') } },
      { path: '/gone', component: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')) },
    ],
  })
  const root = defineComponent({
    render: () => [
      h(TroubleNotice),
      h('button', { id: 'fail', onClick: failing }),
      h('button', { id: 'go', onClick: () => router.push('/gone') }),
      h(RouterView),
    ],
  })
  const app = createApp(root).provide(WORDS, createWords('Asia/Shanghai')).provide(TROUBLES, troubles)
  catchTroubles({ app, router, page: window }, troubles)
  app.use(router)
  const host = document.body.appendChild(document.createElement('div'))
  app.mount(host)
  onTestFinished(() => app.unmount())
  await router.isReady()
  const notice = (): string => host.querySelector('[role=alert]')?.textContent ?? ''
  const press = async (id: string): Promise<void> => {
    host.querySelector<HTMLButtonElement>(`#${id}`)?.click()
    await new Promise((resolve) => setTimeout(resolve))
    await nextTick()
  }
  const dismiss = async (): Promise<void> => {
    const buttons = [...host.querySelectorAll<HTMLButtonElement>('[role=alert] button')]
    buttons.find(({ textContent }) => textContent.includes('知道了'))?.click()
    await nextTick()
  }
  return { log, notice, press, dismiss }
}

it('says nothing while nothing goes wrong', async () => {
  const { notice } = await open()
  expect(notice()).toBe('')
})

it('tells of a press that failed, and of the next after it was dismissed', async () => {
  const { log, notice, press, dismiss } = await open()
  await press('fail')
  expect(notice()).toContain('刚才的操作没有完成')
  expect(log).toHaveBeenCalledWith(new Error('the disk said no'))
  await dismiss()
  expect(notice()).toBe('')
  await press('fail')
  expect(notice()).toContain('刚才的操作没有完成')
})

it('tells of a page that is gone, once, though the press that asked for it failed as well', async () => {
  const { log, notice, press } = await open()
  await press('go')
  expect(notice()).toContain('这一页没能打开')
  expect(notice()).toContain('重新载入')
  expect(log).toHaveBeenCalledOnce()
})

it('tells of a promise that nobody waited for', async () => {
  const { notice } = await open()
  const event = Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason: new Error('forgotten') })
  window.dispatchEvent(event)
  await nextTick()
  expect(notice()).toContain('刚才的操作没有完成')
  expect(event.defaultPrevented).toBe(true)
})
