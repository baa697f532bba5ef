import { expect, it } from 'vitest'
import { aDeviceId, anAgent, anOpenVault } from '../../../test/aVault'
import type { Inside } from './gateState'
import { createPinLock } from './pinLock'

async function setUp() {
  const inside: Inside = { kind: 'open', me: anAgent(), deviceId: aDeviceId(), vault: await anOpenVault() }
  const pins = createPinLock()
  pins.choose(inside, '314159')
  const { postId } = inside.me
  return { inside, pins, postId, type: (pin: string) => pins.open({ postId, pin }) }
}

it('[VAULT-R15] lets its owner back in, as often as they like, and nobody else', async () => {
  const { inside, pins, type } = await setUp()
  expect(type('314159')).toEqual({ kind: 'right', inside })
  expect(type('314159')).toEqual({ kind: 'right', inside })
  expect(pins.open({ postId: anAgent().postId, pin: '314159' })).toEqual({ kind: 'forgotten' })
})

it('[VAULT-R15] is forgotten with the fifth wrong one in a row; a right one counts anew', async () => {
  const { pins, type } = await setUp()
  for (const triesLeft of [4, 3, 2, 1]) expect(type('000000')).toEqual({ kind: 'wrong', triesLeft })
  expect(type('314159').kind).toBe('right')
  for (const triesLeft of [4, 3, 2, 1]) expect(type('000000')).toEqual({ kind: 'wrong', triesLeft })
  expect(type('000000')).toEqual({ kind: 'forgotten' })
  expect([pins.owner(), type('314159').kind]).toEqual([undefined, 'forgotten'])
})
