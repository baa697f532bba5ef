import { expect, it } from 'vitest'
import { createOpenedMemory } from './openedMemory'

const IDLE_MS = 300_000

function setUp() {
  const kept = new Map<string, string>()
  const clock = { ms: 1_000_000 }
  const memory = createOpenedMemory({
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    nowMs: () => clock.ms,
    idleMs: IDLE_MS,
  })
  return { memory, clock, kept }
}

it('remembers whose tablet was open as long as somebody touches it', () => {
  const { memory, clock } = setUp()
  expect(memory.recall()).toBeUndefined()
  memory.keep('post-a')
  clock.ms += IDLE_MS - 1
  expect(memory.recall()).toBe('post-a')
  memory.touch()
  clock.ms += IDLE_MS - 1
  expect(memory.recall()).toBe('post-a')
})

it('does not open a tab that slept longer than the lock waits', () => {
  const { memory, clock } = setUp()
  memory.keep('post-a')
  clock.ms += IDLE_MS
  expect(memory.recall()).toBeUndefined()
})

it('knows nothing once it was told to forget, or of a tab from an older version', () => {
  const { memory, kept } = setUp()
  memory.keep('post-a')
  memory.forget()
  expect(memory.recall()).toBeUndefined()
  kept.clear()
  kept.set('onetrip.opened', 'post-a')
  expect(memory.recall()).toBeUndefined()
})
