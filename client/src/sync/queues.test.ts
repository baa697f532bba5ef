// Goal: whatever lies in the queues, and whatever the clock did, a pausing engine never asks to be woken at once, again
// and again. Method: queues, clocks and failures are drawn by fast-check and laid on the disk as they are.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import { MAX_PUSH_BYTES } from '@onetrip/shared/wire/protocol'
import type { Failure } from '../api/reply'
import type { OutboxState, QueuedOperation, UploadEntry, UploadState } from '../db/outboxEntry'
import { makeSyncRig } from '../../test/syncRig'
import { nextBatches } from './outbox'

const NOW_MS = 1_000_000
const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

// Long past, just now, soon, and by a clock that was set back since.
const aTime = fc.oneof(
  fc.constantFrom(0, NOW_MS - 1, NOW_MS, NOW_MS + 1),
  fc.integer({ min: NOW_MS, max: NOW_MS + 400_000 }),
  fc.integer({ min: NOW_MS + 3_600_001, max: NOW_MS * 1_000_000 }),
)
const anOutboxState: fc.Arbitrary<OutboxState> = fc.oneof(
  fc.record({
    kind: fc.constant('waiting' as const),
    attempts: fc.nat(30),
    notBeforeMs: aTime,
    isUnsupported: fc.boolean(),
  }),
  fc.constant<OutboxState>({ kind: 'parked', because: { status: 'conflict', serverRevision: 2 } }),
  fc.constant<OutboxState>({ kind: 'ended', how: 'applied', endedAtMs: 0 }),
)
const anUploadState: fc.Arbitrary<UploadState> = fc.oneof(
  fc.record({
    kind: fc.constant('waiting' as const),
    offset: fc.constantFrom(undefined, 0),
    attempts: fc.nat(30),
    notBeforeMs: aTime,
  }),
  fc.constant<UploadState>({ kind: 'blocked', why: 'corrupt' }),
  fc.constant<UploadState>({ kind: 'arrived', arrivedAtMs: 0 }),
)
const anOutbox = fc.array(fc.record({ ofCase: fc.nat(3), state: anOutboxState }), { maxLength: 6 })
const someUploads = fc.array(fc.record({ ofOperation: fc.nat(6), state: anUploadState }), { maxLength: 5 })
const someFailures = fc.array(
  fc.constantFrom<Failure | undefined>(
    undefined,
    { kind: 'unreachable' },
    { kind: 'server-failed' },
    { kind: 'not-understood' },
    { kind: 'not-permitted' },
    { kind: 'too-large' },
    { kind: 'signed-out' },
    { kind: 'busy', retryAfterMs: 0 },
    { kind: 'busy', retryAfterMs: 60_000 },
  ),
  { maxLength: 8 },
)

it('a pausing engine never asks for a wake-up in the past, and never spins', async () => {
  await fc.assert(
    fc.asyncProperty(anOutbox, someUploads, someFailures, async (outbox, uploads, failures) => {
      const rig = makeSyncRig({ failWith: () => failures.shift(), random: () => 0.5 })
      rig.disk.outbox = outbox.map(({ ofCase, state }, nth) => anEntry(nth, ofCase, state))
      rig.disk.uploads = uploads.map(({ ofOperation, state }, nth) => anUpload(nth, ofOperation, state))
      for (let pause = 0; pause < 12; pause += 1) {
        // Throws when the engine goes on for ever.
        await rig.runDry()
        const result = await rig.engine.step()
        const untilMs = 'untilMs' in result ? result.untilMs : 0
        expect(untilMs ?? Infinity).toBeGreaterThan(rig.clock.nowMs)
        rig.clock.nowMs = untilMs ?? rig.clock.nowMs + 60_000
      }
    }),
    { numRuns: 400 },
  )
})

it('[SYNC-R6] what waits or is parked holds back the next step of its case, and is what the engine waits for', () => {
  const held = nextBatches(aQueue([1, later], [1, ready]), NOW_MS)
  expect(held).toMatchObject({ atMs: NOW_MS + 5_000, batches: [[{ seq: 0 }]] })
  expect(nextBatches(aQueue([1, parked], [1, ready]), NOW_MS)).toBe(undefined)
})

it('sends together what is ready, however long ago each of it became so, and nothing that is not', () => {
  const longReady = { ...ready, notBeforeMs: NOW_MS - 9 }
  const next = nextBatches(aQueue([1, ready], [2, longReady], [3, later], [4, ready]), NOW_MS)
  expect(next).toMatchObject({ atMs: NOW_MS, batches: [[{ seq: 0 }, { seq: 1 }, { seq: 3 }]] })
})

it('[SYNC-R6] asks for several batches at once, oldest first, and for no case twice', () => {
  const next = nextBatches(aQueue([1, ready], [2, ready], [1, ready], [3, ready], [4, ready]), NOW_MS, 2)
  expect(next?.batches.map((batch) => batch.map(({ seq }) => seq))).toEqual([
    [0, 1],
    [3, 4],
  ])
})

it('fills a request up to what the server takes, and leaves the rest for the next step', () => {
  const steps = Array.from({ length: 9 }, (_, nth) => [nth, ready] as const)
  const heavy = aQueue(...steps).map((operation) => ({ ...operation, sizeBytes: MAX_PUSH_BYTES / 3 }))
  expect(nextBatches(heavy, NOW_MS)?.batches.map(({ length }) => length)).toEqual([2, 2, 2, 2])
  const [larger] = heavy
  if (!larger) throw new Error('an empty queue')
  const alone = nextBatches([{ ...larger, sizeBytes: MAX_PUSH_BYTES * 2 }], NOW_MS)
  expect(alone?.batches).toMatchObject([[{ seq: 0 }]])
})

const ready = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
const later = { kind: 'waiting', attempts: 1, notBeforeMs: NOW_MS + 5_000, isUnsupported: true } as const
const parked = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } } as const

const aQueue = (...steps: readonly (readonly [ofCase: number, state: OutboxState])[]): QueuedOperation[] =>
  steps.map(([ofCase, state], nth) => ({ ...anEntry(nth, ofCase, state), sizeBytes: 1 }))

const anEntry = (nth: number, ofCase: number, state: OutboxState) => ({
  seq: nth,
  opId: OpId.parse(uuid(100 + nth)),
  caseId: CaseId.parse(uuid(ofCase)),
  deviceSeq: nth,
  state,
  body: Uint8Array.of(nth),
})

/** Its bytes are not on the disk: the engine finds that out, too. */
const anUpload = (nth: number, ofOperation: number, state: UploadState): UploadEntry => ({
  caseId: CaseId.parse(uuid(ofOperation % 4)),
  scanId: ScanId.parse(String(nth).repeat(64)),
  opId: OpId.parse(uuid(100 + ofOperation)),
  uploadId: UploadId.parse(uuid(200 + nth)),
  sizeBytes: 10,
  mediaType: 'image/jpeg',
  state,
})
