// @vitest-environment happy-dom
// Goal: one frame, what an agent must always see in it, and nothing of their work at the door. Method: the real app on
// a tablet in memory; the gate is moved by hand, and the service worker is none of this test's business.
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, onTestFinished, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Me } from '@onetrip/shared/wire/session'
import { aTablet, NOW } from '../../../test/agentTablet'
import { LOCKED } from '../../../test/lockedGate'
import { anOpenVault } from '../../../test/aVault'
import { useIntakeStore } from '../../stores/intake'
import { JOIN_SYNC } from '../../stores/syncControl'
import { TABLET } from '../../stores/tablet'
import type { Revoked } from '../../device/meetStanding'
import type { EngineReport } from '../../sync/runEngine'
import { createToasts, TOASTS } from '../../ui/toasts'
import { createWords } from '../../words/createWords'
import { WORDS } from '../../words/useWords'
import { createTroubles, TROUBLES } from '../shell/trouble'
import App from './App.vue'
import { DOOR, type Door } from './door'
import type { GateState } from './gateState'

const updates = { isReady: ref(false), apply: vi.fn(), fetch: vi.fn(async () => 'none') }
vi.mock('./useUpdates', () => ({ useUpdates: () => updates }))
async function open(name: string) {
  const tablet = await aTablet(name)
  const state = shallowRef<GateState>({ kind: 'opening' })
  const opened = shallowRef<Me>()
  const revoked = shallowRef<Revoked>()
  const [lock, startAnew] = [vi.fn(), vi.fn()]
  const engine: { report: (report: EngineReport) => void } = { report: () => undefined }
  const idle = async () => undefined
  const door: Door = {
    gate: {
      state,
      begin: idle,
      signIn: idle,
      enterCode: idle,
      choosePassphrase: idle,
      choose: vi.fn(),
      unlockByPin: vi.fn(),
      choosePin: vi.fn(),
      unlockByAuthenticator: idle,
      authenticator: { read: async () => 'off', turnOn: async () => ({ kind: 'on' }), turnOff: async () => 'off' },
      changePassphrase: async () => ({ kind: 'changed' }),
      recover: idle,
      recovery: { ask: idle, look: idle, takeBack: idle, choosePassphrase: idle },
      unlock: idle,
      askForSignIn: vi.fn(),
      goBack: vi.fn(),
      lock,
    },
    opened,
    revoked,
    startAnew,
    lock,
    settled: async () => true,
  }
  const pinia = createPinia()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { render: () => '林㛃的申请' } },
      { path: '/intake/:caseId', component: { render: () => '填写中' } },
    ],
  })
  await router.push('/')
  const page = mount(App, {
    attachTo: document.body,
    global: {
      plugins: [pinia, router],
      provide: {
        [DOOR]: door,
        [TABLET]: tablet,
        [JOIN_SYNC]: (onReport: (report: EngineReport) => void) => {
          engine.report = onReport
          return { wake: () => undefined }
        },
        [WORDS]: createWords('Asia/Shanghai'),
        [TOASTS]: createToasts(),
        [TROUBLES]: createTroubles(() => undefined),
      },
    },
  })
  onTestFinished(() => page.unmount())
  const enter = async (): Promise<void> => {
    opened.value = tablet.me
    state.value = { kind: 'open', me: tablet.me, deviceId: tablet.deviceId, vault: await anOpenVault() }
    await nextTick()
  }
  const standAtDoor = async (): Promise<void> => {
    state.value = LOCKED
    await nextTick()
  }
  return { page, pinia, router, revoked, lock, startAnew, engine, enter, standAtDoor }
}

const frameOnPage = (): Element | null => document.querySelector('header')

it('has one frame, from the door to the work and back', async () => {
  const { page, enter, standAtDoor } = await open('one-frame')
  const frame = frameOnPage()
  expect(frame).not.toBeNull()
  await enter()
  expect(page.text()).toContain('林㛃的申请')
  expect(frameOnPage()).toBe(frame)
  await standAtDoor()
  expect(frameOnPage()).toBe(frame)
  expect(page.text()).not.toContain('林㛃的申请')
  expect(page.find('header .pill').exists()).toBe(false)
})

it('can be locked from every page', async () => {
  const { page, lock, enter } = await open('lock')
  await enter()
  const button = page.findAll('header button').find((one) => one.text() === '锁定')
  await button?.trigger('click')
  expect(lock).toHaveBeenCalledOnce()
})

it('says wherever the agent goes, and at the door, that something is not saved', async () => {
  const { page, pinia, router, enter, standAtDoor } = await open('unsaved')
  await enter()
  const intake = useIntakeStore(pinia)
  intake.saving = { kind: 'failed', why: 'quota' }
  await nextTick()
  expect(page.get('[role=alert]').text()).toContain('有填好的内容还没能存到平板上')
  // It is tried again every few seconds: the notice does not come and go with that.
  intake.saving = { kind: 'saving' }
  await nextTick()
  expect(page.text()).toContain('有填好的内容还没能存到平板上')
  await router.push('/intake/1')
  expect(page.text()).not.toContain('有填好的内容还没能存到平板上')
  await standAtDoor()
  expect(page.text()).toContain('也只有刘敏能打开这台平板')
  intake.saving = { kind: 'saved', at: NOW }
  await nextTick()
  expect(page.text()).not.toContain('有填好的内容还没能存到平板上')
})

it('[SYNC-R26] says that the app is too old, and nothing of want of room, where a newer app has the store', async () => {
  const { page, pinia, router, engine, enter, startAnew } = await open('newer-store')
  await enter()
  engine.report({ kind: 'newer-store' })
  useIntakeStore(pinia).saving = { kind: 'failed', why: 'newer' }
  await nextTick()
  expect(page.get('header .pill').text()).toContain('等应用更新')
  expect(page.get('[role=alert]').text()).toContain('请刘敏先打开它抄下来')
  expect(page.text()).toContain('请刷新这一页')
  expect(page.text()).not.toMatch(/空间不足|现在再存/)
  await page
    .findAll('button')
    .find((one) => one.text() === '刷新')
    ?.trigger('click')
  expect(startAnew).toHaveBeenCalledOnce()
  await router.push('/intake/1')
  expect(page.text()).not.toContain('请刘敏先打开它抄下来')
})

it('offers an update anywhere but over somebody’s form', async () => {
  const { page, router, enter } = await open('update')
  await enter()
  updates.isReady.value = true
  await nextTick()
  expect(page.text()).toContain('新版本已下载好')
  await router.push('/intake/1')
  expect(page.text()).not.toContain('新版本已下载好')
})

it('gives an app that is too old a way to the newer one, where none is offered yet', async () => {
  updates.isReady.value = false
  const { page, engine, enter } = await open('too-old')
  await enter()
  engine.report({ kind: 'failing', failure: { kind: 'not-understood' }, untilMs: undefined, isMoving: false })
  await nextTick()
  const updateButtons = () => page.findAll('button').filter((one) => one.text() === '现在更新')
  await vi.waitFor(() => expect(page.get('header .pill').text()).toContain('等应用更新'))
  await updateButtons()[0]?.trigger('click')
  expect(updates.fetch).toHaveBeenCalledOnce()
  updates.isReady.value = true
  await nextTick()
  expect(updateButtons()).toHaveLength(1)
})

it('[SYNC-R18] shows no work any more once the tablet was called back, inside and at the door', async () => {
  const { page, revoked, enter, standAtDoor } = await open('revoked')
  await enter()
  revoked.value = { kind: 'handing-in', left: 3 }
  await nextTick()
  expect(page.text()).not.toContain('林㛃的申请')
  expect(page.text()).toContain('还有 3 项')
  await standAtDoor()
  expect(page.text()).toContain('还有 3 项')
  revoked.value = { kind: 'wiped', unsent: 0 }
  await nextTick()
  expect(page.text()).toContain('已经从这台平板上清除')
})
