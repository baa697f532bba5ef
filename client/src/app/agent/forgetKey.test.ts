// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { aReviewer } from '../../../test/aTask'
import { LOCKED } from '../../../test/lockedGate'
import { anOpenVault } from '../../../test/aVault'
import { FORGET_KEY_MS, forgetKeyWhenLocked } from './forgetKey'
import type { GateState, Inside } from './gateState'

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

async function setUp({ isOpened = true } = {}) {
  const state = shallowRef<GateState>(INSIDE)
  const startAnew = vi.fn()
  const disk = { isSettled: true }
  const opened = shallowRef(isOpened ? aReviewer : undefined)
  const settled = async (): Promise<boolean> => disk.isSettled
  const key = forgetKeyWhenLocked({ gate: { state }, opened, nowMs: () => Date.now(), settled, startAnew })
  const stand = async (next: GateState): Promise<void> => {
    state.value = next
    await nextTick()
  }
  return { stand, startAnew, disk, key }
}

it('[VAULT-R14] begins anew when the tablet has stood locked for half an hour: the key goes with the page', async () => {
  const { stand, startAnew } = await setUp()
  await stand(LOCKED)
  await vi.advanceTimersByTimeAsync(FORGET_KEY_MS - 1)
  expect(startAnew).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(startAnew).toHaveBeenCalledOnce()
})

it('[VAULT-R14] waits for as long as something typed is not on the disk', async () => {
  const { stand, startAnew, disk } = await setUp()
  disk.isSettled = false
  await stand(LOCKED)
  await vi.advanceTimersByTimeAsync(FORGET_KEY_MS + 5 * 60_000)
  expect(startAnew).not.toHaveBeenCalled()
  disk.isSettled = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(startAnew).toHaveBeenCalledOnce()
})

it('[VAULT-R14] counts anew when its agent comes back, and looks at the clock after a sleep', async () => {
  const { stand, startAnew } = await setUp()
  await stand(LOCKED)
  await vi.advanceTimersByTimeAsync(FORGET_KEY_MS - 1)
  await stand(INSIDE)
  await vi.advanceTimersByTimeAsync(FORGET_KEY_MS)
  expect(startAnew).not.toHaveBeenCalled()
  await stand(LOCKED)
  vi.setSystemTime(Date.now() + FORGET_KEY_MS)
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect(startAnew).toHaveBeenCalledOnce()
})

it('has nothing to forget where nobody has opened the tablet since the page began', async () => {
  const { stand, startAnew } = await setUp({ isOpened: false })
  await stand(LOCKED)
  await vi.advanceTimersByTimeAsync(2 * FORGET_KEY_MS)
  expect(startAnew).not.toHaveBeenCalled()
})

it('[VAULT-R15] forgets at once when it is told to, and not before everything typed is on the disk', async () => {
  const { stand, startAnew, disk, key } = await setUp()
  await stand(LOCKED)
  disk.isSettled = false
  key.forgetNow()
  await vi.advanceTimersByTimeAsync(0)
  expect(startAnew).not.toHaveBeenCalled()
  disk.isSettled = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(startAnew).toHaveBeenCalledOnce()
})
