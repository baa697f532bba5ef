import { expect, it, vi } from 'vitest'
import { createWakeSignal } from './wakeSignal'

it('leaves no listener behind, however a wait ends', async () => {
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  const wake = createWakeSignal()
  await wake.wait(1, signal)
  const woken = wake.wait(undefined, signal)
  wake.wake()
  await woken
  const listeners = added.mock.calls.map(([, listener]) => listener)
  expect(listeners).toHaveLength(2)
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(listeners)
})

it('ends a wait at a wake, at an abort, and at once after a wake that nobody waited for', async () => {
  const controller = new AbortController()
  const wake = createWakeSignal()
  wake.wake()
  await wake.wait(undefined, controller.signal)
  const waiting = wake.wait(undefined, controller.signal)
  controller.abort()
  await waiting
})
