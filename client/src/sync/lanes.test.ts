// Goal: scans of different cases go side by side and none is starved; what a locked tablet cannot open waits and
// nothing else with it. Method: the engine on a disk in memory, with a server that keeps every byte.
import { expect, it } from 'vitest'
import type { Instant } from '@onetrip/shared/lib/time'
import type { UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import type { Reply } from '../api/reply'
import { makeSyncRig } from '../../test/syncRig'

const scansOf = (rig: ReturnType<typeof makeSyncRig>) => rig.disk.uploads.map(({ state }) => state.kind)

it('one scan each of the smallest cases goes at a time, as many as there are lanes', async () => {
  const under = { now: 0, most: 0 }
  const rig = makeSyncRig({
    engine: { lanes: 2 },
    server: ({ append }) => ({
      append: async (...piece) => {
        under.now += 1
        under.most = Math.max(under.most, under.now)
        await Promise.resolve()
        under.now -= 1
        return append(...piece)
      },
    }),
  })
  rig.takeIn(1, [500_000, 400_000])
  rig.takeIn(2, [100_000])
  rig.takeIn(3, [200_000, 50_000])
  await rig.runDry()
  expect(scansOf(rig)).toEqual(Array.from({ length: 5 }, () => 'arrived'))
  expect(under.most).toBe(2)
  expect(rig.pieces.slice(0, 2)).toEqual([100_000, 50_000])
})

it('one scan that fails lets the one beside it go, and is told all the same', async () => {
  const rig = makeSyncRig({
    engine: { lanes: 2 },
    server: ({ offer }) => ({
      offer: async (input) => (input.scan.sizeBytes === 10 ? { kind: 'not-permitted' } : offer(input)),
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  expect(await rig.runDry()).toContain('fail not-permitted')
  rig.engine.wake()
  await rig.runDry()
  expect(scansOf(rig)).toEqual(['waiting', 'arrived'])
})

it('[SYNC-R14] goes by the server’s word where one lane heard it and the line broke under another', async () => {
  const rig = makeSyncRig({
    engine: { lanes: 2, feedIds: [] },
    server: () => ({
      offer: async ({ scan }) =>
        scan.sizeBytes === 10 ? { kind: 'unreachable' } : { kind: 'busy', retryAfterMs: 90_000 },
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  expect(await rig.runDry()).toContain('fail busy')
})

it('a store that fails over one scan is told, and the one beside it has gone', async () => {
  const rig = makeSyncRig({
    engine: { lanes: 2 },
    storage: ({ setUpload }) => ({
      setUpload: async (key, change) => {
        const [first] = rig.disk.uploads
        if (key.scanId === first?.scanId && change.state.kind === 'arrived') throw new Error('disk full')
        return setUpload(key, change)
      },
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  expect(await rig.runDry()).toContain('fail store-failed')
  expect(scansOf(rig)).toEqual(['waiting', 'arrived'])
})

it('a scan that only its agent can open is left out until then; the others go', async () => {
  const rig = makeSyncRig({
    storage: ({ findScan }) => ({
      findScan: async (key) => (key.scanId === rig.disk.uploads[0]?.scanId ? 'locked' : findScan(key)),
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  expect((await rig.runDry()).at(-1)).toBe('rest')
  expect(scansOf(rig)).toEqual(['waiting', 'arrived'])
})

it('words that only their agent can open cost no request and hold up no others', async () => {
  const rig = makeSyncRig({
    storage: ({ readBodies }) => ({
      readBodies: async (seqs) => new Map([...(await readBodies(seqs))].filter(([seq]) => seq !== 1)),
    }),
  })
  rig.takeIn(1)
  await rig.runDry()
  expect(rig.calls).not.toContain('push')
  rig.takeIn(2)
  await rig.runDry()
  expect(rig.disk.outbox.map(({ state }) => state.kind)).toEqual(['waiting', 'ended'])
})

it('an engine without feeds sends and never pulls', async () => {
  const rig = makeSyncRig({ engine: { feedIds: [] } })
  rig.takeIn(1, [10])
  rig.engine.askForPull()
  rig.engine.wake()
  await rig.runDry()
  expect(rig.calls).toEqual(['push', 'offer', 'append'])
})

it('scans wait while they may not go; words go', async () => {
  const may = { upload: false }
  const rig = makeSyncRig({ engine: { mayUpload: () => may.upload } })
  rig.takeIn(1, [10])
  await rig.runDry()
  expect([rig.disk.outbox.map(({ state }) => state.kind), scansOf(rig)]).toEqual([['ended'], ['waiting']])
  may.upload = true
  await rig.runDry()
  expect(scansOf(rig)).toEqual(['arrived'])
})

it('goes on from piece to piece and from scan to scan while there is time, and looks for news after it', async () => {
  const rig = makeSyncRig({ engine: { lanes: 1, laneMs: 5_000 }, bytesPerSecond: 200_000 })
  rig.takeIn(1, [200_000, 300_000, 400_000])
  rig.takeIn(2, [900_000])
  await rig.engine.step()
  await rig.engine.step()
  const before = rig.calls.length
  expect(await rig.engine.step()).toMatchObject({ did: 'upload' })
  expect(rig.calls.length - before, 'more than one exchange').toBeGreaterThan(4)
  rig.engine.askForPull()
  rig.clock.nowMs += 5_000
  expect(await rig.engine.step()).toMatchObject({ did: 'pull' })
  await rig.runDry()
  expect(scansOf(rig)).toEqual(['arrived', 'arrived', 'arrived', 'arrived'])
})

it('ends with the piece that is on its way when words are made', async () => {
  const rig = makeSyncRig({
    engine: { lanes: 1, laneMs: 60_000, feedIds: [] },
    server: ({ append }) => ({
      append: (...piece) => {
        if (rig.pieces.length === 2) {
          rig.takeIn(2)
          rig.engine.wake()
        }
        return append(...piece)
      },
    }),
  })
  rig.takeIn(1, [2_000_000])
  await rig.runDry()
  expect(rig.calls.slice(0, 6)).toEqual(['push', 'offer', 'append', 'append', 'push', 'append'])
})

it('[SYNC-R14] a lane that is told to wait stops the others at their next piece', async () => {
  const rig = makeSyncRig({
    engine: { lanes: 2, laneMs: 60_000, feedIds: [] },
    server: ({ offer }) => ({
      offer: async (input) => (input.scan.sizeBytes === 10 ? { kind: 'busy', retryAfterMs: 9_000 } : offer(input)),
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20, 30, 40])
  await rig.runDry()
  expect(rig.calls.filter((call) => call !== 'push')).toHaveLength(2)
})

/** A line that breaks under every third piece, of which some arrives each time, and is back by the next step. */
it('two on a line that breaks, a third beside their questions, and no longer waits while something gets through', async () => {
  const line = { under: 0, most: 0, pieces: 0, isDown: false }
  const waits: number[] = []
  const mosts: number[] = []
  const rig = makeSyncRig({
    random: () => 0.999,
    engine: { lanes: 4, laneMs: 60_000, feedIds: [] },
    bytesPerSecond: 100_000,
    failWith: () => (line.isDown ? { kind: 'unreachable' } : undefined),
    server: ({ offer, append }) => ({
      offer: (input) => underWay(() => offer(input)),
      append: (at, offset, bytes) =>
        underWay(async () => {
          line.pieces += 1
          // What is under way breaks with it.
          if (line.pieces % 3 === 0) line.isDown = true
          const reply = await append(at, offset, line.isDown ? bytes.subarray(0, 1_000) : bytes)
          return line.isDown ? { kind: 'unreachable' } : reply
        }),
    }),
  })
  async function underWay<Answer>(answer: () => Promise<Answer>): Promise<Answer> {
    line.under += 1
    line.most = Math.max(line.most, line.under)
    await new Promise(setImmediate)
    line.under -= 1
    return answer()
  }
  for (let n = 1; n <= 5; n += 1) rig.takeIn(n, [400_000, 300_000])
  for (let step = 0; step < 500 && scansOf(rig).includes('waiting'); step += 1) {
    const result = await rig.engine.step()
    if (result.did !== 'fail') continue
    line.isDown = false
    mosts.push(line.most)
    waits.push((result.untilMs ?? Infinity) - rig.clock.nowMs)
    rig.clock.nowMs = result.untilMs ?? Infinity
    line.most = 0
  }
  expect(new Set(scansOf(rig))).toEqual(new Set(['arrived']))
  expect([mosts[0], Math.max(...mosts.slice(1))], 'then two, and one beside').toEqual([4, 3])
  expect(waits.length).toBeGreaterThan(5)
  expect(Math.max(...waits), 'as after a first failure').toBe(1_000)
})

it('gathers news while pictures travel, and hears them at once when none do', async () => {
  const rig = makeSyncRig({ bytesPerSecond: 1_000_000 })
  rig.takeIn(1, [3_000_000])
  for (const _step of ['push', 'pull', 'offer', 'append']) await rig.engine.step()
  rig.engine.askForPull()
  expect(await rig.engine.step()).toMatchObject({ did: 'upload' })
  rig.clock.nowMs += 5_000
  expect(await rig.engine.step()).toMatchObject({ did: 'pull' })
  await rig.runDry()
  rig.engine.askForPull()
  expect(await rig.engine.step()).toMatchObject({ did: 'pull' })
})

it('takes no more than a twentieth of a poor line’s time for news while pictures travel', async () => {
  const line = { elapsedMs: 0 }
  const rig = makeSyncRig({
    engine: { monotonicMs: () => line.elapsedMs },
    server: ({ pull }) => ({
      pull: (input) => {
        line.elapsedMs += 800
        return pull(input)
      },
    }),
  })
  rig.takeIn(1, [30_000_000])
  for (const _step of ['push', 'pull']) await rig.engine.step()
  rig.engine.askForPull()
  rig.clock.nowMs += 15_999
  expect(await rig.engine.step()).toMatchObject({ did: 'upload' })
  rig.clock.nowMs += 1
  expect(await rig.engine.step()).toMatchObject({ did: 'pull' })
})

it('[SYNC-R8] a scan that arrived at the server of before is sent to a restored one that a lane meets beside it', async () => {
  const line = { answered: 0 }
  const atNewServer = new Set<string>()
  const answer = (epoch: string, standing: UploadStanding): Reply<UploadAnswer> => ({
    kind: 'answer',
    answer: { epoch, serverTime: '2026-07-03T01:41:00.000Z' as Instant, standing },
  })
  const rig = makeSyncRig({
    engine: { lanes: 2, feedIds: [] },
    server: ({ push }) => ({
      push: async (frames, epoch) => {
        const reply = await push(frames, epoch)
        const now = line.answered === 0 ? 'e1' : 'e2'
        return reply.kind === 'answer' ? { kind: 'answer', answer: { ...reply.answer, epoch: now } } : reply
      },
      // Both are answered in the same moment: the one by the server of before, the other by the one after it.
      offer: async ({ scan }) => {
        line.answered += 1
        if (line.answered === 1) return answer('e1', { status: 'complete' })
        atNewServer.add(scan.scanId)
        return answer('e2', { status: 'complete' })
      },
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  await rig.runDry()
  expect(atNewServer.size).toBe(2)
  expect(scansOf(rig)).toEqual(['arrived', 'arrived'])
})
