import { expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { Me } from '@onetrip/shared/wire/session'
import { anOpenVault } from '../../../test/aVault'
import { followGate } from './followGate'
import type { GateState, Inside } from './gateState'

const DEVICE = DeviceId.parse('01980000-0000-7000-8000-0000000000de')
const person = (last: string): Me =>
  Me.parse({
    districtId: '430102',
    postId: `01980000-0000-7000-8000-0000000000${last}`,
    personId: `01980000-0000-7000-8000-0000000000${last}`,
    name: '刘敏',
    role: 'agent',
    unitId: '430102009001',
    unitName: '五一社区',
  })
const VAULT = await anOpenVault()
const inside = (me: Me): Inside => ({ kind: 'open', me, deviceId: DEVICE, vault: VAULT })

function setUp({ isSettled = true } = {}) {
  const state = shallowRef<GateState>({ kind: 'opening' })
  const opened = shallowRef<Me>()
  const done: string[] = []
  const disk = { finish: (): void => undefined }
  const saved = new Promise<boolean>((resolve) => {
    disk.finish = () => resolve(isSettled)
  })
  followGate({
    gate: { state, lock: () => done.push('lock'), choose: (postId) => done.push(`choose ${postId.slice(-2)}`) },
    opened,
    open: ({ me }) => {
      opened.value = me
      done.push('open')
    },
    wake: () => done.push('wake'),
    settled: () => {
      done.push('settle')
      return saved
    },
    startAnew: () => done.push('start anew'),
  })
  const enter = async (me: Me): Promise<void> => {
    state.value = { kind: 'opening' }
    await nextTick()
    state.value = inside(me)
    await nextTick()
  }
  const stand = async (me: Me): Promise<void> => {
    state.value = {
      kind: 'unlock',
      agents: [],
      chosen: me.postId,
      recovering: [],
      byAuthenticator: [],
      state: { kind: 'idle' },
    }
    await nextTick()
  }
  return { done, enter, stand, finishSaving: () => disk.finish() }
}

it('opens the tablet once, and sends at once for whoever comes back to it', async () => {
  const { done, enter } = setUp()
  await enter(person('a0'))
  await enter(person('a0'))
  expect(done).toEqual(['open', 'wake'])
})

it('begins anew for somebody else, but not before everything is saved', async () => {
  const { done, enter, finishSaving } = setUp()
  await enter(person('a0'))
  await enter(person('b0'))
  expect(done).toEqual(['open', 'settle'])
  finishSaving()
  await vi.waitFor(() => expect(done).toEqual(['open', 'settle', 'start anew']))
})

it('keeps the page, and lets nobody else in, while something cannot be saved', async () => {
  const { done, enter, finishSaving } = setUp({ isSettled: false })
  await enter(person('a0'))
  finishSaving()
  await enter(person('b0'))
  await vi.waitFor(() => expect(done).toEqual(['open', 'settle', 'lock']))
})

it('begins anew before somebody else’s passphrase is asked for: the page would forget what it opens', async () => {
  const { done, enter, stand, finishSaving } = setUp()
  await enter(person('a0'))
  await stand(person('a0'))
  await stand(person('b0'))
  expect(done).toEqual(['open', 'settle'])
  finishSaving()
  await vi.waitFor(() => expect(done).toEqual(['open', 'settle', 'start anew']))
})

it('asks for the first one’s again, while something of theirs cannot be saved', async () => {
  const { done, enter, stand, finishSaving } = setUp({ isSettled: false })
  await enter(person('a0'))
  finishSaving()
  await stand(person('b0'))
  await vi.waitFor(() => expect(done).toEqual(['open', 'settle', 'choose a0']))
})

it('leaves a lock alone behind which nobody’s tablet lies', async () => {
  const { done, stand } = setUp()
  await stand(person('b0'))
  expect(done).toEqual([])
})
