// Goal: a scan's bytes are read from the tablet's store once for all its pieces, and never travel when they are not what
// was scanned. Method: the engine on a disk in memory that counts what is read.
import { describe, expect, it } from 'vitest'
import { Instant } from '@onetrip/shared/lib/time'
import type { UploadAnswer, UploadStanding } from '@onetrip/shared/wire/upload'
import { BACKOFF_MIN_MS } from '../api/backoff'
import type { Failure, Reply } from '../api/reply'
import { bytesAtServer } from '../db/outboxEntry'
import type { SyncTransport } from './transport'
import { makeSyncRig, type Call, type SyncRig } from '../../test/syncRig'
import { FIRST_PIECE_SIZE, MIN_PIECE_BYTES } from './pieceSize'

const PIECE_BYTES = FIRST_PIECE_SIZE.bytes

/** A rig that counts the reads of scans and of operations' bodies. */
function countingRig(changes?: Parameters<typeof makeSyncRig>[0]) {
  const reads = { scans: 0, bodies: 0 }
  const rig = makeSyncRig({
    ...changes,
    storage: (usual) => ({
      findScan: (key) => ((reads.scans += 1), usual.findScan(key)),
      readBodies: (seqs) => ((reads.bodies += seqs.length), usual.readBodies(seqs)),
    }),
  })
  return { ...rig, reads }
}

it('reads a scan once for all its pieces, and each operation’s body once', async () => {
  const rig = countingRig()
  rig.takeIn(1, [5 * PIECE_BYTES + 1])
  rig.takeIn(2)
  await rig.runDry()
  expect(rig.calls.filter((call) => call === 'append')).toHaveLength(6)
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
  expect(rig.reads).toEqual({ scans: 1, bodies: 2 })
})

it('holds the bytes while an operation overtakes, and no longer than the scan is on its way', async () => {
  const rig = countingRig()
  rig.takeIn(1, [3 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull', 'offer', 'append'])
  rig.takeIn(2, [2 * PIECE_BYTES])
  await rig.runDry()
  expect(rig.calls.slice(3, 6)).toEqual(['append', 'push', 'append'])
  expect(rig.reads.scans).toBe(2)
})

/** A scan of three pieces, of which the first has arrived; from now on pieces are cut until `cut.failure` is taken away. */
async function cutAfterOnePiece() {
  const cut: { failure: Failure | undefined } = { failure: undefined }
  const rig = countingRig({ failWith: (call) => (call === 'append' ? cut.failure : undefined) })
  rig.takeIn(1, [3 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull', 'offer', 'append'])
  cut.failure = { kind: 'unreachable' }
  await rig.engine.step()
  return { rig, cut }
}

it('[SYNC-R10] asks anew after a cut piece, goes on from there, and reads once more', async () => {
  const { rig, cut } = await cutAfterOnePiece()
  const atCut = rig.disk.uploads[0]?.state
  expect(atCut).toMatchObject({ offset: undefined, lastOffset: PIECE_BYTES })
  expect(atCut && bytesAtServer(atCut), 'what was shown as sent does not fall back').toBe(PIECE_BYTES)
  cut.failure = undefined
  rig.clock.nowMs += 1_000
  await rig.runDry()
  expect(rig.calls.slice(4)).toEqual(['append', 'offer', 'append', 'append'])
  expect(rig.pieces, 'as large as before: the line may have ended just then').toEqual(rig.pieces.map(() => PIECE_BYTES))
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
  expect(rig.reads.scans).toBe(2)
})

it('[SYNC-R14] makes pieces smaller, and waits before it asks, where one after the other comes to nothing', async () => {
  const { rig, cut } = await cutAfterOnePiece()
  rig.clock.nowMs += 1_000
  await rig.runDry()
  expect(rig.disk.uploads).toMatchObject([{ state: { attempts: 1, notBeforeMs: rig.clock.nowMs + BACKOFF_MIN_MS } }])
  rig.clock.nowMs += 1_000
  await rig.runDry()
  cut.failure = undefined
  rig.clock.nowMs += 2_000
  await rig.runDry()
  expect(rig.calls.slice(4, 9)).toEqual(['append', 'offer', 'append', 'offer', 'append'])
  expect(rig.pieces.slice(1)).toEqual([1, 1, 1 / 2, 1 / 4, 1 / 2, 1, 1 / 4].map((part) => part * PIECE_BYTES))
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
})

it('sends no byte of a page that is not what was scanned, wherever it stands', async () => {
  const rig = makeSyncRig()
  rig.takeIn(1, [2 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull'])
  rig.disk.uploads = rig.disk.uploads.map((upload) => ({
    ...upload,
    state: { kind: 'waiting', offset: PIECE_BYTES, attempts: 0, notBeforeMs: 0 },
  }))
  rig.disk.scans = new Map([...rig.disk.scans].map(([key, bytes]) => [key, bytes.map((byte) => byte ^ 1)]))
  await rig.runDry()
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'blocked', why: 'damaged-here' } }])
  expect(rig.calls).not.toContain('append')
})

it('learns from every piece what the line carries, whatever scan it was of', async () => {
  const rig = makeSyncRig({ bytesPerSecond: 1_000_000 })
  rig.takeIn(1, [800_000])
  rig.takeIn(2, [3_000_000])
  await rig.runDry()
  expect(rig.pieces).toEqual([262_144, 524_288, 13_568, 2_000_000, 1_000_000])
})

it('tries a smaller piece at once where one is too large for the server, and none as large again', async () => {
  const rig = makeSyncRig({
    bytesPerSecond: 10_000_000,
    failWith: (_call, bytes) => (bytes > 100_000 ? { kind: 'too-large' } : undefined),
  })
  rig.takeIn(1, [300_000])
  await rig.runDry()
  expect(rig.pieces).toEqual([262_144, 131_072, 65_536, 65_536, 65_536, 65_536, 37_856])
  expect(rig.calls.filter((call) => call === 'offer')).toHaveLength(1)
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
})

it('waits as after any other failure where the smallest piece is too large', async () => {
  const rig = makeSyncRig({ failWith: (call) => (call === 'append' ? { kind: 'too-large' } : undefined) })
  rig.takeIn(1, [300_000])
  await rig.runDry()
  expect(rig.pieces.at(-1)).toBe(MIN_PIECE_BYTES)
  const untilMs = rig.clock.nowMs + BACKOFF_MIN_MS
  expect(await rig.engine.step()).toEqual({ did: 'fail', failure: { kind: 'too-large' }, untilMs })
})

it.each([{ kind: 'unreachable' }, { kind: 'not-understood' }, { kind: 'too-large' }] as const)(
  'waits a little longer each time while offers go well and no byte arrives ($kind), and lets other scans go',
  async (failure) => {
    const isBad = (bytes: number) => bytes === 10
    const rig = makeSyncRig({ random: () => 0.999, failWith: (_call, bytes) => (isBad(bytes) ? failure : undefined) })
    rig.takeIn(1, [10])
    rig.takeIn(2, [20])
    for (let second = 0; second < 3_600; second += 1) {
      await rig.runDry()
      rig.clock.nowMs += 1_000
    }
    expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['waiting', 'arrived'])
    expect(rig.pieces.filter(isBad).length).toBeLessThan(25)
  },
)

it('[SYNC-R14] a scan that the server breaks over when it is offered keeps no other from going', async () => {
  const rig = makeSyncRig({
    server: ({ offer }) => ({
      offer: async (input) => (input.scan.sizeBytes === 10 ? { kind: 'server-failed' } : offer(input)),
    }),
  })
  rig.takeIn(1, [10])
  rig.takeIn(2, [20])
  for (let second = 0; second < 60; second += 1) {
    await rig.runDry()
    rig.clock.nowMs += 1_000
  }
  expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['waiting', 'arrived'])
})

describe('[SYNC-R8] a page whose bytes are lost here', () => {
  const lost = (offer: (usual: SyncTransport) => SyncTransport['offer'] = (usual) => usual.offer) => {
    const offers: Parameters<SyncTransport['offer']>[0][] = []
    const rig = makeSyncRig({
      storage: () => ({ findScan: async () => undefined }),
      server: (usual) => ({
        offer: async (input) => {
          offers.push(input)
          return offer(usual)(input)
        },
      }),
    })
    rig.takeIn(1, [10])
    return { rig, offers }
  }
  const standing = (of: UploadStanding) => async (): Promise<Reply<UploadAnswer>> => ({
    kind: 'answer',
    answer: { epoch: 'e1', serverTime: Instant.parse('2026-07-03T01:41:00.000Z'), standing: of },
  })

  it('is asked about under an id of its own, and may be there: a restored server has most of what was let go of', async () => {
    const { rig, offers } = lost(() => standing({ status: 'complete' }))
    const [before] = rig.disk.uploads
    await rig.runDry()
    expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
    expect(offers).toHaveLength(1)
    expect(offers[0]?.uploadId).not.toBe(before?.uploadId)
    expect(offers[0]).not.toHaveProperty('sealed')
  })

  it('is stopped at once where nothing can be proved under a new id, and the others go', async () => {
    const lost = { scanId: '' }
    const rig = makeSyncRig({
      storage: (usual) => ({ findScan: async (key) => (key.scanId === lost.scanId ? undefined : usual.findScan(key)) }),
      engine: { canProveNew: false },
    })
    rig.takeIn(1, [10])
    rig.takeIn(2, [20])
    lost.scanId = rig.disk.uploads[0]?.scanId ?? ''
    await rig.runDry()
    expect(rig.disk.uploads.map(({ state }) => state.kind)).toEqual(['blocked', 'arrived'])
    expect(rig.calls.filter((call) => call === 'offer')).toHaveLength(1)
  })

  it('is stopped only where the server waits for it', async () => {
    const { rig, offers } = lost()
    await rig.runDry()
    expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'blocked', why: 'damaged-here' } }])
    expect(offers).toHaveLength(1)
  })

  it.each<[string, SyncTransport['offer']]>([
    ['no line', async () => ({ kind: 'unreachable' })],
    ['a server that does not know the words yet', standing({ status: 'not-awaited' })],
  ])('stays on its way while nobody can tell: %s', async (_why, offer) => {
    const { rig } = lost(() => offer)
    await rig.runDry()
    expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'waiting' } }])
  })
})

it('asks before it believes that the server has less than it had', async () => {
  const answers: Awaited<ReturnType<SyncTransport['append']>>[] = []
  const rig = makeSyncRig({
    server: ({ append }) => ({
      append: async (...piece) => {
        answers.push(await append(...piece))
        // The third is answered like the first.
        return answers[answers.length === 3 ? 0 : answers.length - 1] ?? { kind: 'unreachable' }
      },
    }),
  })
  rig.takeIn(1, [4 * PIECE_BYTES])
  await rig.runDry()
  expect(rig.calls.slice(2)).toEqual(['offer', 'append', 'append', 'append', 'offer', 'append'])
})

/** Steps until these calls were made, and no other. */
async function makeCalls({ engine, calls }: SyncRig, expected: readonly Call[]): Promise<void> {
  for (let step = 0; step < expected.length; step += 1) await engine.step()
  expect(calls).toEqual(expected)
}

/** A server that takes a first piece with its offer. */
const inOne = (usual: SyncTransport): Partial<SyncTransport> => ({
  offerAndAppend: async (input, bytes) => {
    await usual.offer(input)
    return usual.append({ ...input, scanId: input.scan.scanId }, 0, bytes)
  },
})

it.each([
  ['one as small as most are', 3 * PIECE_BYTES, [3 * PIECE_BYTES]],
  ['a large one', 5 * PIECE_BYTES, [PIECE_BYTES, PIECE_BYTES, PIECE_BYTES, PIECE_BYTES, PIECE_BYTES]],
])('sends the first of a scan with its offer: %s', async (_which, size, pieces) => {
  const rig = countingRig({ server: inOne })
  rig.takeIn(1, [size])
  await rig.runDry()
  expect(rig.calls).toEqual(['push', 'pull', ...pieces.map(() => 'append')])
  expect(rig.pieces).toEqual(pieces)
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
})

it.each([
  ['was cut', { kind: 'unreachable' }, [2 * PIECE_BYTES, PIECE_BYTES, PIECE_BYTES]],
  ['the server broke over', { kind: 'server-failed' }, [2 * PIECE_BYTES, PIECE_BYTES, PIECE_BYTES]],
] as const)('asks before it sends again what %s at the first try', async (_what, failure, sizes) => {
  const line: { failure: Failure | undefined } = { failure }
  const rig = countingRig({ server: inOne, failWith: (call) => (call === 'append' ? line.failure : undefined) })
  rig.takeIn(1, [2 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull', 'append'])
  line.failure = undefined
  rig.clock.nowMs += 60_000
  await rig.runDry()
  rig.clock.nowMs += 60_000
  await rig.runDry()
  expect(rig.calls.slice(3, 5)).toEqual(['offer', 'append'])
  expect(rig.pieces.slice(0, 3)).toEqual(sizes)
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'arrived' } }])
})
