// Goal: a scan's bytes are read from the tablet's store once for all its pieces, and never travel when they are not what
// was scanned. Method: the engine on a disk in memory that counts what is read.
import { expect, it } from 'vitest'
import type { Failure } from '../api/reply'
import { bytesAtServer } from '../db/outboxEntry'
import { makeSyncRig, type Call, type SyncRig } from '../../test/syncRig'
import { PIECE_BYTES } from './upload'

/** A rig that counts the reads of scans and of operations' bodies. */
function countingRig(changes?: Parameters<typeof makeSyncRig>[0]) {
  const reads = { scans: 0, bodies: 0 }
  const rig = makeSyncRig({
    ...changes,
    storage: (usual) => ({
      findScanBytes: (key) => ((reads.scans += 1), usual.findScanBytes(key)),
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

it('[SYNC-R10] asks anew after a cut piece, goes on from there, and reads once more', async () => {
  const cut: { failure: Failure | undefined } = { failure: undefined }
  const rig = countingRig({ failWith: (call) => (call === 'append' ? cut.failure : undefined) })
  rig.takeIn(1, [3 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull', 'offer', 'append'])
  cut.failure = { kind: 'unreachable' }
  await rig.engine.step()
  const atCut = rig.disk.uploads[0]?.state
  expect(atCut).toMatchObject({ offset: undefined, lastOffset: PIECE_BYTES })
  expect(atCut && bytesAtServer(atCut), 'what was shown as sent does not fall back').toBe(PIECE_BYTES)
  cut.failure = undefined
  rig.clock.nowMs += 2_000
  await rig.runDry()
  expect(rig.calls).toEqual(['push', 'pull', 'offer', 'append', 'append', 'offer', 'append', 'append'])
  expect(rig.reads.scans).toBe(2)
})

it('sends no byte of a page that is not what was scanned, wherever it stands', async () => {
  const rig = makeSyncRig()
  rig.takeIn(1, [2 * PIECE_BYTES])
  await makeCalls(rig, ['push', 'pull', 'offer'])
  rig.disk.uploads = rig.disk.uploads.map((upload) => ({
    ...upload,
    state: { kind: 'waiting', offset: PIECE_BYTES, attempts: 0, notBeforeMs: 0 },
  }))
  rig.disk.scans = new Map([...rig.disk.scans].map(([key, bytes]) => [key, bytes.map((byte) => byte ^ 1)]))
  await rig.runDry()
  expect(rig.disk.uploads).toMatchObject([{ state: { kind: 'blocked', why: 'damaged-here' } }])
  expect(rig.calls).not.toContain('append')
})

/** Steps until these calls were made, and no other. */
async function makeCalls({ engine, calls }: SyncRig, expected: readonly Call[]): Promise<void> {
  for (let step = 0; step < expected.length; step += 1) await engine.step()
  expect(calls).toEqual(expected)
}
