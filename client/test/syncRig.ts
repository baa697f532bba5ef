import { createHash } from 'node:crypto'
import {
  CaseId,
  CATALOGUE_FEED,
  DeviceId,
  OpId,
  ScanId,
  stationFeed,
  StationId,
  UploadId,
} from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import type { Failure, Reply } from '../src/api/reply'
import type { SyncStorage } from '../src/db/syncStorage'
import { createEngine, type Engine } from '../src/sync/engine'
import type { EngineDeps } from '../src/sync/engineDeps'
import { FIRST_PIECE_SIZE } from '../src/sync/pieceSize'
import type { SyncTransport } from '../src/sync/transport'
import { createMemorySyncStorage, emptyDisk, recordMemoryStep, type TabletDisk } from './memoryTablet'

const EPOCH = 'e1'
const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const sha256Hex = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex')

export type Call = 'push' | 'pull' | 'offer' | 'append'

/** For tests: an engine on a disk in memory, with a server that takes everything unless a test says otherwise. */
export type SyncRig = {
  readonly disk: TabletDisk
  readonly engine: Engine
  readonly clock: { nowMs: number }
  /** What went over the line, in order. */
  readonly calls: Call[]
  /** The sizes of the pieces among it. */
  readonly pieces: number[]
  /** Case `n` is taken in: words, and scans of so many bytes. */
  readonly takeIn: (n: number, scanBytes?: readonly number[]) => void
  /** Steps until there is nothing to do at once; says what each step did. */
  readonly runDry: () => Promise<string[]>
}

type RigChanges = {
  /** What goes wrong with this call now; undefined: nothing. */
  readonly failWith?: (call: Call, bytes: number) => Failure | undefined
  /** What the line carries; when it is not said, a piece of the first size takes just as long as a piece should. */
  readonly bytesPerSecond?: number
  readonly storage?: (usual: SyncStorage) => Partial<SyncStorage>
  readonly server?: (usual: SyncTransport) => Partial<SyncTransport>
  readonly random?: () => number
  readonly engine?: Partial<
    Pick<EngineDeps, 'lanes' | 'laneMs' | 'monotonicMs' | 'opsPerPush' | 'mayUpload' | 'feedIds' | 'canProveNew'>
  >
}

export function makeSyncRig({
  failWith = () => undefined,
  bytesPerSecond = FIRST_PIECE_SIZE.bytes / 2,
  storage,
  server,
  random = () => 0,
  engine: changes = {},
}: RigChanges = {}): SyncRig {
  const disk = emptyDisk()
  const clock = { nowMs: 1_000_000 }
  const line: Line = { calls: [], pieces: [], elapsedMs: 0, bytesPerSecond, failWith }
  const usual = createMemorySyncStorage(disk)
  const taking = takingServer(clock)
  const engine = createEngine({
    nowMs: () => clock.nowMs,
    monotonicMs: () => line.elapsedMs,
    random,
    storage: { ...usual, ...storage?.(usual) },
    transport: overLine({ ...taking, ...server?.(taking) }, line),
    deviceId: DeviceId.parse(uuid(999)),
    newUploadId: () => UploadId.parse(uuid(998)),
    sha256Hex,
    feedIds: [CATALOGUE_FEED, stationFeed(StationId.parse('430102009001'))],
    lanes: 1,
    laneMs: 0,
    mayUpload: () => true,
    ...changes,
  })
  return {
    disk,
    engine,
    clock,
    calls: line.calls,
    pieces: line.pieces,
    takeIn: (n, scanBytes = []) => takeIn(disk, n, scanBytes),
    runDry: async () => {
      const did: string[] = []
      for (let step = 0; step < 500; step += 1) {
        const result = await engine.step()
        did.push(result.did === 'fail' ? `fail ${result.failure.kind}` : result.did)
        const isPaused = result.did === 'rest' || (result.did === 'fail' && result.untilMs !== clock.nowMs)
        if (isPaused) return did
      }
      throw new Error('the engine never pauses')
    },
  }
}

type Line = {
  readonly calls: Call[]
  readonly pieces: number[]
  elapsedMs: number
  readonly bytesPerSecond: number
  readonly failWith: (call: Call, bytes: number) => Failure | undefined
}

/** Which calls go over the line, noted before they are answered. */
function overLine(server: SyncTransport, line: Line): SyncTransport {
  const over = async <Answer>(call: Call, send: () => Promise<Reply<Answer>>, bytes = 0): Promise<Reply<Answer>> => {
    line.calls.push(call)
    if (call === 'append') line.pieces.push(bytes)
    line.elapsedMs += (1000 * bytes) / line.bytesPerSecond
    return line.failWith(call, bytes) ?? send()
  }
  const { offerAndAppend } = server
  return {
    ...(offerAndAppend && {
      offerAndAppend: (input, piece) => over('append', () => offerAndAppend(input, piece), piece.length),
    }),
    push: (frames, epoch) => over('push', () => server.push(frames, epoch)),
    pull: (input) => over('pull', () => server.pull(input)),
    offer: (input) => over('offer', () => server.offer(input)),
    append: (...piece) => over('append', () => server.append(...piece), piece[2].length),
  }
}

/** A server that applies every operation and keeps every byte. */
function takingServer(clock: { readonly nowMs: number }): SyncTransport {
  const uploads = new Map<UploadId, { readonly sizeBytes: number; readonly arrived: number }>()
  const head = () => ({ epoch: EPOCH, serverTime: instantFromMs(clock.nowMs) })
  const standingOf = (id: UploadId) => {
    const { sizeBytes, arrived } = uploads.get(id) ?? { sizeBytes: 1, arrived: 0 }
    return arrived >= sizeBytes ? ({ status: 'complete' } as const) : ({ status: 'continue', offset: arrived } as const)
  }
  return {
    push: async (frames) => {
      const outcomes = frames.map(({ opId }): OperationOutcome => ({ status: 'applied', opId, revision: 1 }))
      return { kind: 'answer', answer: { ...head(), outcomes } }
    },
    pull: async ({ cursors }) => ({ kind: 'answer', answer: { ...head(), changes: [], cursors, hasMore: false } }),
    offer: async ({ uploadId, scan }) => {
      if (!uploads.has(uploadId)) uploads.set(uploadId, { sizeBytes: scan.sizeBytes, arrived: 0 })
      return { kind: 'answer', answer: { ...head(), standing: standingOf(uploadId) } }
    },
    append: async ({ uploadId }, offset, bytes) => {
      const sizeBytes = uploads.get(uploadId)?.sizeBytes ?? 0
      uploads.set(uploadId, { sizeBytes, arrived: offset + bytes.length })
      return { kind: 'answer', answer: { ...head(), standing: standingOf(uploadId) } }
    },
  }
}

/** Case `n` is taken in on this disk: words, and scans of so many bytes. */
export function takeIn(disk: TabletDisk, n: number, scanBytes: readonly number[]): void {
  const opId = OpId.parse(uuid(100 + n))
  const scans = scanBytes.map((sizeBytes, nth) => {
    const bytes = someBytes(sizeBytes, nth)
    const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
    const uploadId = UploadId.parse(uuid(200 + 10 * n + nth))
    return { ref: { scanId, sizeBytes, mediaType: 'image/jpeg' as const }, bytes, uploadId, opId }
  })
  recordMemoryStep(disk, {
    caseId: CaseId.parse(uuid(n)),
    operations: [{ opId, body: new TextEncoder().encode(`case ${n}`) }],
    scans,
    settles: [],
    atMs: 0,
  })
}

/** No two stretches of a scan are alike, so that bytes that went to the wrong place show. */
function someBytes(sizeBytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4))
  for (let index = 0; index < words.length; index += 1) words[index] = Math.imul(index, 2_654_435_761) + seed
  return new Uint8Array(words.buffer, 0, sizeBytes)
}
