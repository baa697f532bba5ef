// Goal: pushes that go side by side lose nothing that one after the other would not: each is kept as it was answered,
// and what one server said is never believed of the one that follows it. Method: the engine over a server that answers
// when the test says so, with one operation to a request.
import { expect, it } from 'vitest'
import type { OpId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Frame } from '@onetrip/shared/wire/frame'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { Reply } from '../api/reply'
import type { SyncStorage } from '../db/syncStorage'
import { makeSyncRig, type SyncRig } from '../../test/syncRig'

type Asked = { readonly frames: readonly Frame[]; readonly epoch: string | null }
type Server = {
  readonly answer: (asked: Asked) => Promise<Reply<PushAnswer>>
  readonly storage?: (usual: SyncStorage) => Partial<SyncStorage>
}

function rigWith(server: Server, cases = 2): SyncRig {
  const rig = makeSyncRig({
    engine: { opsPerPush: 1, feedIds: [] },
    ...(server.storage && { storage: server.storage }),
    server: () => ({ push: (frames, epoch) => server.answer({ frames, epoch }) }),
  })
  for (let nth = 1; nth <= cases; nth += 1) rig.takeIn(nth)
  return rig
}

const serverTime = '2026-07-03T01:41:00.000Z' as Instant

const applied = (epoch: string, { frames }: Pick<Asked, 'frames'>): Reply<PushAnswer> => ({
  kind: 'answer',
  answer: {
    epoch,
    serverTime,
    outcomes: frames.map(({ opId }) => ({ status: 'applied', opId, revision: 1 })),
  },
})

const decidesNothing = (epoch: string): Reply<PushAnswer> => ({
  kind: 'answer',
  answer: { epoch, serverTime, outcomes: [] },
})

const kinds = ({ disk }: SyncRig): string[] => disk.outbox.map(({ state }) => state.kind)

it('sends what fits into several requests at once, and the next ones when all are answered', async () => {
  const line = { underWay: 0, most: 0, requests: 0 }
  const rig = rigWith(
    {
      answer: async (asked) => {
        line.requests += 1
        line.underWay += 1
        line.most = Math.max(line.most, line.underWay)
        await Promise.resolve()
        line.underWay -= 1
        return applied('e1', asked)
      },
    },
    6,
  )
  await rig.engine.step()
  expect(line).toEqual({ underWay: 0, most: 4, requests: 4 })
  await rig.engine.step()
  expect(line).toEqual({ underWay: 0, most: 4, requests: 6 })
  expect(new Set(kinds(rig))).toEqual(new Set(['ended']))
})

it('keeps what one request was answered when another one failed, and says that it failed', async () => {
  const rig = rigWith({
    answer: async (asked) => (asked.frames[0]?.deviceSeq === 1 ? { kind: 'unreachable' } : applied('e1', asked)),
  })
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'unreachable' } })
  expect(kinds(rig)).toEqual(['waiting', 'ended'])
})

it('[SYNC-R14] goes by the server’s word where one request heard it and the line broke under another', async () => {
  const rig = rigWith({
    answer: async (asked) =>
      asked.frames[0]?.deviceSeq === 1 ? { kind: 'unreachable' } : { kind: 'busy', retryAfterMs: 90_000 },
  })
  const untilMs = rig.clock.nowMs + 90_000
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'busy' }, untilMs })
})

it('ends when all requests have ended, also where the store fails over one of them', async () => {
  const line = { underWay: 0 }
  const rig = rigWith({
    answer: async (asked) => {
      line.underWay += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      line.underWay -= 1
      return applied('e1', asked)
    },
    storage: ({ readBodies }) => ({
      readBodies: async (seqs) => {
        if (seqs.includes(rig.disk.outbox[0]?.seq ?? 0)) throw new Error('a page of the disk that cannot be read')
        return readBodies(seqs)
      },
    }),
  })
  expect(await rig.engine.step()).toMatchObject({ did: 'fail', failure: { kind: 'store-failed' } })
  expect(line.underWay).toBe(0)
  expect(kinds(rig)).toEqual(['waiting', 'waiting'])
})

it('[SYNC-R8] postpones nothing that a restored server has not decided, whichever answer tells of it first', async () => {
  const rig = rigWith({
    answer: async (asked) => (asked.epoch === 'e2' ? applied('e2', asked) : decidesNothing('e2')),
  })
  rig.disk.epoch = 'e1'
  expect(await rig.engine.step()).toMatchObject({ did: 'push' })
  expect(rig.disk.outbox.map(({ state }) => state)).toMatchObject([{ attempts: 0 }, { attempts: 0 }])
  await rig.engine.step()
  expect(kinds(rig)).toEqual(['ended', 'ended'])
})

it.each([
  ['first', 1],
  ['last', 2],
])(
  '[SYNC-R8] a server that is restored between two requests is offered what the one before applied, told of %s',
  async (_when, newsOf) => {
    const atNewServer = new Set<OpId>()
    const rig = rigWith({
      answer: async (asked) => {
        const isLate = asked.epoch === 'e1' && asked.frames[0]?.deviceSeq !== newsOf
        if (isLate) return applied('e1', asked)
        if (asked.epoch !== 'e2') return decidesNothing('e2')
        for (const { opId } of asked.frames) atNewServer.add(opId)
        return applied('e2', asked)
      },
    })
    rig.disk.epoch = 'e1'
    await rig.engine.step()
    // The line is that of the restored server from now on.
    for (let step = 0; step < 6; step += 1) {
      rig.engine.wake()
      await rig.engine.step()
    }
    expect(atNewServer.size).toBe(2)
    expect(kinds(rig)).toEqual(['ended', 'ended'])
  },
)
