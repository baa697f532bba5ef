// Goal: whatever comes back for a request, no scan is lost, none is taken for arrived that did not, the line is not
// wasted, and the server is left in peace when it asks for that. Method: the production engine, its runner and its
// transport, over a line that answers as fast-check draws it, against a model of the server of a few lines.
// More histories: ONETRIP_MODEL_RUNS=5000; a failure says its seed.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CATALOGUE_FEED, DeviceId, UploadId } from '@onetrip/shared/lib/ids'
import { ANSWERS, createBadLine, type AnswerKind, type BadLine, type Drawn } from '../../test/badLine'
import { createMemorySyncStorage, emptyDisk, type TabletDisk } from '../../test/memoryTablet'
import { createModelServer, type ModelServer } from '../../test/modelServer'
import { takeIn } from '../../test/syncRig'
import { createServerClient } from '../api/serverClient'
import { createEngine, type Engine } from './engine'
import { MIN_PIECE_BYTES } from './pieceSize'
import { runEngine } from './runEngine'
import { createTrpcTransport } from './trpcTransport'

const RUNS = Number(process.env.ONETRIP_MODEL_RUNS ?? 200)
const STEPS = 80
/** Once all is well again: the longest word of the server, the longest back-offs after it, and the way itself. */
const HEALS_WITHIN_MS = 40 * 60_000
/** Even a server that asks to wait is asked again after this. */
const QUIET_MS = 20 * 60_000
const START_MS = Date.parse('2026-07-03T01:41:00.000Z')

const aDrawn = fc.record<Drawn>({
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant<AnswerKind>('right') },
    { weight: 3, arbitrary: fc.constantFrom(...ANSWERS) },
  ),
  isTaken: fc.boolean(),
  share: fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000),
  seconds: fc.integer({ min: 0, max: 1_200 }),
  isPressed: fc.boolean(),
})
const aSize = fc.oneof(
  fc.constantFrom(1, MIN_PIECE_BYTES - 1, MIN_PIECE_BYTES, MIN_PIECE_BYTES + 1, 4 * MIN_PIECE_BYTES),
  fc.integer({ min: 1, max: 500_000 }),
)
const aHistory = fc.record({
  bytesPerSecond: fc.constantFrom(20_000, 200_000, 5_000_000),
  /** Of the scans of each case; the cases come again and again for as long as something goes wrong. */
  cases: fc.array(fc.array(aSize, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  answers: fc.array(aDrawn, { minLength: STEPS, maxLength: STEPS }),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
})
type History = typeof aHistory extends fc.Arbitrary<infer Value> ? Value : never

it('[SYNC-R1] [SYNC-R2] [SYNC-R5] [SYNC-R9] [SYNC-R10] [SYNC-R14] every scan arrives whole, whatever comes back', async () => {
  const struck = new Set<AnswerKind>()
  await fc.assert(
    fc.asyncProperty(aHistory, async (history) => {
      const { line, world } = await play(history)
      for (const kind of line.struck) struck.add(kind)
      expect([...line.broken, ...world.broken]).toEqual([])
      expect(line.bytes.sent, '(d)').toBeLessThanOrEqual(1.05 * world.payloadBytes + line.bytes.excused)
    }),
    // A failure is made smaller for a while, not for ever.
    { numRuns: RUNS, plugins: [fc.interruptAfterTimeLimit(60_000 + 500 * RUNS, { failOnInterrupt: true })] },
  )
  if (RUNS >= 100) expect(ANSWERS.filter((kind) => !struck.has(kind))).toEqual([])
}, 600_000)

type World = {
  readonly disk: TabletDisk
  readonly clock: { nowMs: number }
  readonly server: ModelServer
  readonly broken: string[]
  payloadBytes: number
  caseCount: number
  healed: { readonly atMs: number; readonly requests: number } | undefined
}

type Played = { readonly world: World; readonly line: BadLine; readonly engine: Engine }

/** Runs the engine until all is well again and everything has arrived, or should have. */
async function play(history: History): Promise<{ readonly line: BadLine; readonly world: World }> {
  const clock = { nowMs: START_MS }
  const server = createModelServer(() => clock.nowMs)
  const world: World = {
    disk: emptyDisk(),
    clock,
    server,
    broken: [],
    payloadBytes: 0,
    caseCount: 0,
    healed: undefined,
  }
  const stop = new AbortController()
  const line = createBadLine({ ...history, server, clock, onRequest: () => check(world, line, stop) })
  const engine = startEngine(world, line, history.random)
  takeInNext(world, history)
  await runEngine(
    {
      engine,
      nowMs: () => clock.nowMs,
      waitForWake: async (ms = 0) => {
        passTime({ world, line, engine }, ms)
        check(world, line, stop)
        if (isAllThere(world)) goOn({ world, line, engine }, { history, stop })
      },
      report: () => undefined,
      pullEveryMs: 60_000,
    },
    stop.signal,
  )
  return { line, world }
}

const DEVICE_ID = DeviceId.parse('01890000-0000-7000-8000-000000000999')

function startEngine({ disk, clock }: World, { fetch }: BadLine, random: number): Engine {
  const made = { uploads: 0 }
  const client = createServerClient({ app: 'agent', fetch, origin: 'https://model.test' })
  return createEngine({
    nowMs: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    random: () => random,
    storage: createMemorySyncStorage(disk),
    transport: createTrpcTransport(client, {
      deviceId: DEVICE_ID,
      onServerTime: () => undefined,
      proveUpload: async () => undefined,
    }),
    deviceId: DEVICE_ID,
    newUploadId: () => UploadId.parse(`01890000-0000-7000-8000-9${String((made.uploads += 1)).padStart(11, '0')}`),
    sha256Hex: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
    feedIds: [CATALOGUE_FEED],
    lanes: 1,
    laneMs: 0,
    mayUpload: () => true,
  })
}

function takeInNext(world: World, { cases }: History): void {
  const sizes = cases[world.caseCount % cases.length] ?? []
  world.caseCount += 1
  takeIn(world.disk, world.caseCount, sizes)
  world.payloadBytes += sizes.reduce((total, size) => total + size, 0)
}

/** A pause, in which somebody may press *Sync now*, and in whose course somebody signs in where that is asked for. */
function passTime({ world, line, engine }: Played, ms: number): void {
  const isPressed = line.takePress()
  world.clock.nowMs += isPressed ? Math.floor(ms / 3) : ms
  if (!isPressed && !line.isSignInDue()) return
  wake(line, engine)
}

/** Whoever wakes it lets it ask anew whether somebody is signed in. */
function wake(line: BadLine, engine: Engine): void {
  line.signIn()
  engine.wake()
}

/** More work for as long as something goes wrong. */
function goOn({ world, line, engine }: Played, { history, stop }: { history: History; stop: AbortController }): void {
  if (line.isHealed()) {
    stop.abort()
    return
  }
  takeInNext(world, history)
  wake(line, engine)
}

const isAllThere = ({ disk }: World): boolean =>
  disk.uploads.every(({ state }) => state.kind === 'arrived') &&
  disk.outbox.every(({ state }) => state.kind === 'ended')

/** What has to hold at every moment, looked at whenever something may have changed. */
function check(world: World, line: BadLine, stop: AbortController): void {
  const { disk, server, broken, clock } = world
  for (const { state, caseId, scanId } of disk.uploads) {
    if (state.kind === 'arrived' && !server.hasScan(caseId, scanId)) broken.push(`(a) ${scanId} did not arrive`)
    if (state.kind === 'blocked') broken.push(`(b) ${scanId} is given up: ${state.why}`)
  }
  const bytes = disk.uploads.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  if (bytes !== world.payloadBytes) broken.push('(b) an upload is gone')
  if (clock.nowMs - line.requests.lastAtMs > QUIET_MS) broken.push('(c) nothing goes any more')
  if (line.isHealed()) world.healed ??= { atMs: clock.nowMs, requests: line.requests.count }
  if (world.healed && clock.nowMs - world.healed.atMs > HEALS_WITHIN_MS) broken.push('(c) it takes too long')
  const mostRequests = 100 + 2 * Math.ceil(world.payloadBytes / MIN_PIECE_BYTES)
  if (line.requests.count - (world.healed?.requests ?? line.requests.count) > mostRequests)
    broken.push('(c) it takes too many requests')
  if (broken.length > 0) stop.abort()
}
