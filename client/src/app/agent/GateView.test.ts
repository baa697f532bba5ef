// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { aReviewer } from '../../../test/aTask'
import { mountPart } from '../../../test/mountPart'
import type { Gate } from './gate'
import type { GateState, Locked } from './gateState'
import GateView from './GateView.vue'

const LOCKED: Locked = { kind: 'unlock', agents: [], state: { kind: 'idle' } }
const DEVICE = DeviceId.parse('01980000-0000-7000-8000-0000000000de')

async function standBefore(first: GateState) {
  const state = shallowRef(first)
  const gate = {
    state,
    begin: vi.fn(async () => undefined),
    signIn: vi.fn(async () => undefined),
    choosePassphrase: vi.fn(async () => undefined),
    unlock: vi.fn(async () => undefined),
    askForSignIn: vi.fn(),
    goBack: vi.fn(),
    lock: vi.fn(),
  } satisfies Gate
  const page = await mountPart(GateView, { props: { gate } })
  const press = async (words: string): Promise<void> => {
    const button = page.findAll('button').find((one) => one.text() === words)
    if (!button) throw new Error(`no button says ${words}`)
    await button.trigger('click')
  }
  return { page, state, gate, press }
}

it.each([
  { kind: 'sign-in', state: { kind: 'offline' }, before: LOCKED },
  { kind: 'register-failed', before: LOCKED },
  { kind: 'set-passphrase', me: aReviewer, deviceId: DEVICE, state: { kind: 'idle' }, before: LOCKED },
] satisfies GateState[])('$kind: offers the way back to what was there', async (state) => {
  const { gate, press } = await standBefore(state)
  await press('返回')
  expect(gate.goBack).toHaveBeenCalledOnce()
})

it('offers none on a tablet that nobody has used', async () => {
  const { page } = await standBefore({ kind: 'sign-in', state: { kind: 'idle' }, before: undefined })
  expect(page.text()).not.toContain('返回')
})

it('says that the store cannot be opened, and tries again', async () => {
  const { page, gate, press } = await standBefore({ kind: 'store-failed' })
  expect(page.get('[role=alert]').text()).toContain('平板的存储打不开')
  await press('再试一次')
  expect(gate.begin).toHaveBeenCalledOnce()
})

it.each([
  [{ ...LOCKED, state: { kind: 'failed' } }, '平板的存储打不开'],
  [
    { kind: 'set-passphrase', me: aReviewer, deviceId: DEVICE, state: { kind: 'failed' }, before: undefined },
    '口令没能存到平板上',
  ],
  [{ kind: 'sign-in', state: { kind: 'store-failed' }, before: undefined }, '平板存储出错，没能完成登录'],
] satisfies [GateState, string][])('tells of a store that failed on the way in: %j', async (state, said) => {
  const { page } = await standBefore(state)
  expect(page.get('[role=alert]').text()).toContain(said)
  expect(page.get('button[type=submit]').attributes('aria-busy')).toBeUndefined()
})

it('puts the focus on the title of the next sheet', async () => {
  const { page, state } = await standBefore(LOCKED)
  state.value = { kind: 'sign-in', state: { kind: 'idle' }, before: LOCKED }
  await nextTick()
  await nextTick()
  expect(document.activeElement).toBe(page.get('h1').element)
})
