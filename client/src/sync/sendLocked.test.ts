// Goal: what was handed in goes while nobody has unlocked the tablet, and the agent who comes back does not wait for
// it. Method: the tablet's store, sealed by a sealer of the test; an engine on a server that keeps every byte.
import { expect, it } from 'vitest'
import { makeSyncRig } from '../../test/syncRig'
import { sendOnce } from './sendLocked'

const nobody = async (): Promise<boolean> => false

it('sends all there is, and says so', async () => {
  const rig = makeSyncRig({ engine: { feedIds: [] } })
  rig.takeIn(1, [10, 20])
  rig.takeIn(2)
  expect(await sendOnce(rig.engine, nobody)).toEqual({ kind: 'all' })
  expect(rig.disk.outbox.map(({ state }) => state.kind)).toEqual(['ended', 'ended'])
  expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['arrived', 'arrived'])
})

it('says that something is left when the server is not there, and when something waits for its time', async () => {
  const rig = makeSyncRig({ engine: { feedIds: [] }, failWith: () => ({ kind: 'unreachable' }) })
  rig.takeIn(1)
  expect(await sendOnce(rig.engine, nobody)).toEqual({ kind: 'left' })
  expect(await sendOnce(rig.engine, nobody)).toEqual({ kind: 'left' })
  expect(rig.calls).toEqual(['push'])
})

it('gives way after one exchange to the agent who is back', async () => {
  const rig = makeSyncRig({ engine: { feedIds: [] } })
  rig.takeIn(1, [10, 20])
  expect(await sendOnce(rig.engine, async () => true)).toEqual({ kind: 'gave-way' })
  expect(rig.calls).toEqual(['push'])
})
