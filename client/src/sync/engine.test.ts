// Goal: an engine that does nothing says truly why and for how long, and nothing that fails starves what does not.
// Method: the engine on a disk in memory, against a server of a few lines; a test says which calls fail.
import { expect, it } from 'vitest'
import type { Failure } from '../api/reply'
import { makeSyncRig } from '../../test/syncRig'

const ofOneErrand: readonly Failure[] = [
  { kind: 'unreachable' },
  { kind: 'server-failed' },
  { kind: 'not-understood' },
  { kind: 'not-permitted' },
  { kind: 'too-large' },
]

it.each([...ofOneErrand, { kind: 'busy', retryAfterMs: 9_000 } as const])(
  'says that it fails ($kind) for as long as it holds back, not that all is well',
  async (failure) => {
    const line: { failure: Failure | undefined } = { failure }
    const rig = makeSyncRig({ failWith: () => line.failure })
    rig.takeIn(1)
    await rig.runDry()
    const asked = rig.calls.length
    const held = await rig.engine.step()
    expect(held).toMatchObject({ did: 'fail', failure })
    expect(await rig.engine.step()).toEqual(held)
    expect(rig.calls).toHaveLength(asked)

    line.failure = undefined
    rig.clock.nowMs += 400_000
    await rig.runDry()
    expect(await rig.engine.step()).toEqual({ did: 'rest', untilMs: undefined })
  },
)

it('stays signed out, and says so, until somebody signs in', async () => {
  const line: { failure: Failure | undefined } = { failure: { kind: 'signed-out' } }
  const rig = makeSyncRig({ failWith: () => line.failure })
  rig.takeIn(1)
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'signed-out' } })
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'signed-out' } })
  line.failure = undefined
  rig.clock.nowMs += 86_400_000
  rig.engine.askForPull()
  // News are asked for again: another tab may have signed in. Words that would not go without a session wait for one.
  expect(await rig.runDry()).toEqual(['pull', 'fail signed-out'])
  expect(rig.calls).toEqual(['push', 'pull', 'pull'])

  rig.engine.wake()
  expect(await rig.runDry()).toEqual(['push', 'pull', 'rest'])
})

it('[SYNC-R19] sends what its device has signed while nobody is signed in, words and scans, and asks for news once a minute', async () => {
  const rig = makeSyncRig({ failWith: (call) => (call === 'pull' ? { kind: 'signed-out' } : undefined) })
  rig.takeIn(1, [10, 20])
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'append')).toHaveLength(2)
  expect(rig.calls.filter((call) => call === 'pull')).toHaveLength(1)
  rig.takeIn(2, [10])
  rig.clock.nowMs += 59_999
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'append')).toHaveLength(3)
  expect(rig.calls.filter((call) => call === 'pull')).toHaveLength(1)
  rig.clock.nowMs += 1
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'signed-out' } })
  expect(rig.calls.filter((call) => call === 'pull')).toHaveLength(2)
})

it('[SYNC-R14] asks nothing of a server that asks to wait, whatever there is to do', async () => {
  const rig = makeSyncRig({ failWith: () => ({ kind: 'busy', retryAfterMs: 9_000 }) })
  rig.takeIn(1, [10])
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', untilMs: rig.clock.nowMs + 9_000 })
  rig.clock.nowMs += 8_999
  await rig.engine.step()
  expect(rig.calls).toEqual(['push'])
  rig.clock.nowMs += 1
  await rig.engine.step()
  expect(rig.calls).toEqual(['push', 'push'])
})

it('[SYNC-R14] a server that has no room for pictures now is sent words and asked for news all the same', async () => {
  const rig = makeSyncRig({
    failWith: (call) => (call === 'append' ? { kind: 'busy', retryAfterMs: 9_000 } : undefined),
  })
  rig.takeIn(1, [10])
  await rig.runDry()
  const heldUntilMs = rig.clock.nowMs + 9_000
  rig.takeIn(2)
  rig.engine.wake()
  expect(await rig.runDry()).toEqual(['push', 'pull', 'fail busy'])
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', untilMs: heldUntilMs })
  expect(rig.calls.filter((call) => call === 'append')).toHaveLength(1)
})

it('[SYNC-R14] a wake-up shortens our own waiting, and never what the server asked for', async () => {
  const line: { failure: Failure | undefined } = { failure: { kind: 'busy', retryAfterMs: 9_000 } }
  const rig = makeSyncRig({ failWith: () => line.failure, random: () => 0.999 })
  rig.takeIn(1)
  for (let time = 0; time < 6; time += 1) {
    await rig.engine.step()
    rig.clock.nowMs += 60_000
  }
  const heldUntilMs = rig.clock.nowMs - 60_000 + 9_000
  rig.clock.nowMs = heldUntilMs - 1
  line.failure = undefined
  rig.engine.wake()
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', untilMs: heldUntilMs })
  rig.clock.nowMs = heldUntilMs
  expect(await rig.runDry()).toEqual(['push', 'pull', 'rest'])
})

it.each(ofOneErrand)(
  '[SYNC-R14] a pull that always fails ($kind) starves neither words nor pictures',
  async (failure) => {
    const rig = makeSyncRig({ failWith: (call) => (call === 'pull' ? failure : undefined) })
    await rig.runDry()
    rig.takeIn(1, [600_000, 10])
    expect(await rig.runDry()).toContain('upload')
    expect(rig.disk.outbox.map(({ state }) => state.kind)).toEqual(['ended'])
    expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['arrived', 'arrived'])
    expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure })
  },
)

it('[SYNC-R14] a store without room for news starves no pictures, and is told of', async () => {
  const full = new Error('disk full')
  const rig = makeSyncRig({
    storage: () => ({
      applyPull: async () => {
        throw full
      },
    }),
  })
  rig.takeIn(1, [600_000])
  await rig.runDry()
  expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['arrived'])
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'store-failed', error: full } })
})

it.each(ofOneErrand)(
  '[SYNC-R14] a push that always fails ($kind) starves neither news nor pictures',
  async (failure) => {
    const line: { failure: Failure | undefined } = { failure: undefined }
    const rig = makeSyncRig({ failWith: (call) => (call === 'push' ? line.failure : undefined) })
    rig.takeIn(1, [600_000])
    await rig.engine.step()
    line.failure = failure
    rig.takeIn(2)
    await rig.runDry()
    expect(rig.calls).toContain('pull')
    expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['arrived'])
    expect(rig.disk.outbox.map(({ state }) => state.kind)).toEqual(['ended', 'waiting'])
  },
)

it('tells of what still fails while something else goes on', async () => {
  const rig = makeSyncRig({ failWith: (call) => (call === 'pull' ? { kind: 'not-understood' } : undefined) })
  await rig.runDry()
  rig.takeIn(1)
  expect(await rig.engine.step()).toEqual({ did: 'push', trouble: { kind: 'not-understood' } })
})

it('[SYNC-R14] lets the next scan go where the server will not take one', async () => {
  const refused = { count: 0 }
  const rig = makeSyncRig({
    failWith: (call) => (call === 'offer' && (refused.count += 1) === 1 ? { kind: 'not-permitted' } : undefined),
  })
  rig.takeIn(1, [10, 20])
  await rig.runDry()
  rig.clock.nowMs += 1_000
  await rig.engine.step()
  expect(
    rig.disk.uploads.map(({ sizeBytes, state }) => [sizeBytes, state.kind, 'offset' in state && state.offset]),
  ).toEqual([
    [10, 'waiting', undefined],
    [20, 'waiting', 0],
  ])
})

it('sends the words first when the line is back, however long they would have had to wait', async () => {
  const line: { failure: Failure | undefined } = { failure: { kind: 'unreachable' } }
  // The longest waits for words, the shortest for everything after them.
  const draws = { count: 0 }
  const rig = makeSyncRig({ failWith: () => line.failure, random: () => ((draws.count += 1) % 2 === 1 ? 0.999 : 0) })
  rig.takeIn(1, [600_000])
  for (let hour = 0; hour < 12; hour += 1) {
    await rig.runDry()
    rig.clock.nowMs += 300_000
  }
  await rig.runDry()
  rig.clock.nowMs += 2_000
  line.failure = undefined
  expect((await rig.runDry()).slice(0, 2)).toEqual(['pull', 'push'])
})

it('[SYNC-R14] sends words in smaller parts where somebody on the way takes them for too large, and in larger ones after', async () => {
  const sizes: number[] = []
  const rig = makeSyncRig({
    server: (usual) => ({
      push: async (frames, epoch) => {
        sizes.push(frames.length)
        return frames.length > 3 ? { kind: 'too-large' } : usual.push(frames, epoch)
      },
    }),
  })
  for (let n = 1; n <= 20; n += 1) rig.takeIn(n)
  for (let round = 0; round < 30; round += 1) {
    await rig.runDry()
    rig.clock.nowMs += 400_000
  }
  expect(rig.disk.outbox.every(({ state }) => state.kind === 'ended')).toBe(true)
  // Halved until it goes; doubled after that, and halved again where it does not.
  expect(sizes.slice(0, 8)).toEqual([20, 10, 10, 5, 5, 5, 5, 2])
})
