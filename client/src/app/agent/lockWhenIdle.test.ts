// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { aReviewer } from '../../../test/aTask'
import { LOCKED } from '../../../test/lockedGate'
import type { GateState, Inside } from './gateState'
import { anOpenVault } from '../../../test/aVault'
import { IDLE_LOCK_MS } from './idleWatch'
import { lockWhenIdle } from './lockWhenIdle'

const INSIDE: Inside = {
  kind: 'open',
  me: aReviewer,
  deviceId: DeviceId.parse('01980000-0000-7000-8000-0000000000de'),
  vault: await anOpenVault(),
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function setUp(first: GateState) {
  const state = shallowRef<GateState>(first)
  const lock = vi.fn(() => {
    state.value = LOCKED
  })
  lockWhenIdle({ gate: { state, lock }, nowMs: () => Date.now() })
  const pass = async (ms: number): Promise<void> => {
    vi.advanceTimersByTime(ms)
    await nextTick()
  }
  return { state, lock, pass }
}

it('locks the open tablet after five minutes without a finger or a key', async () => {
  const { lock, pass } = await setUp(INSIDE)
  await pass(IDLE_LOCK_MS - 1)
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  await pass(IDLE_LOCK_MS - 1)
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
  await pass(IDLE_LOCK_MS - 1)
  expect(lock).not.toHaveBeenCalled()
  await pass(1)
  expect(lock).toHaveBeenCalledOnce()
})

it('locks a sign-in form behind which the tablet is still open', async () => {
  const { lock, pass } = await setUp({ kind: 'sign-in', state: { kind: 'idle' }, before: INSIDE })
  await pass(IDLE_LOCK_MS)
  expect(lock).toHaveBeenCalledOnce()
})

it('leaves a locked tablet alone, and begins anew when it is opened', async () => {
  const { state, lock, pass } = await setUp(LOCKED)
  await pass(IDLE_LOCK_MS)
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  expect(lock).not.toHaveBeenCalled()
  state.value = INSIDE
  await nextTick()
  await pass(IDLE_LOCK_MS - 1)
  expect(lock).not.toHaveBeenCalled()
  await pass(1)
  expect(lock).toHaveBeenCalledOnce()
})

it('does not let the first touch after a sleep in', async () => {
  const { lock } = await setUp(INSIDE)
  vi.setSystemTime(Date.now() + IDLE_LOCK_MS)
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  expect(lock).toHaveBeenCalledOnce()
})
