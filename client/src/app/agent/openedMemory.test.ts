import { expect, it } from 'vitest'
import { createOpenedMemory } from './openedMemory'

it('remembers who was there last, and nothing else', () => {
  const kept = new Map<string, string>()
  const memory = createOpenedMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
  expect(memory.recall()).toBeUndefined()
  memory.keep('post-a')
  memory.keep('post-b')
  expect(memory.recall()).toBe('post-b')
  expect([...kept.values()]).toEqual(['post-b'])
})
