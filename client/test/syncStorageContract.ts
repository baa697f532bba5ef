import { expect, it } from 'vitest'
import { CaseId, OpId, ScanId, UploadId, type DeviceId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { FeedChange, PulledChange } from '@onetrip/shared/wire/pull'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import type { SyncStorage } from '../src/db/syncStorage'

/** A storage under test, with a way to plant a person's step in it and to look at the rows it shows. */
export type StorageUnderTest = {
  readonly storage: SyncStorage
  readonly plant: (step: {
    caseId: CaseId
    opIds: OpId[]
    scan?: { scanId: ScanId; uploadId: UploadId; bytes: Uint8Array<ArrayBuffer> }
    settles?: OpId[]
  }) => Promise<void>
  readonly rows: (feedId: string) => Promise<ReadonlyMap<string, FeedRow>>
}

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const PLANTED_BODY = Uint8Array.of(1, 2, 3)
const PARKED = { kind: 'parked', because: { status: 'conflict', serverRevision: 2 } } as const
export const testDeviceId = uuid(999) as DeviceId

/** What the engine may rely on, whichever storage it runs on. Called by the test of each. */
export function describeSyncStorage(create: () => Promise<StorageUnderTest>): void {
  it('[SYNC-R5] gives operations back in the order they were made, and none that ended', async () => {
    const { storage, plant } = await create()
    await plant({ caseId: CaseId.parse(uuid(1)), opIds: [OpId.parse(uuid(11)), OpId.parse(uuid(12))] })
    await plant({ caseId: CaseId.parse(uuid(2)), opIds: [OpId.parse(uuid(13))] })
    const [first] = await storage.readOutbox()
    expect((await storage.readOutbox()).map((entry) => entry.opId)).toEqual([uuid(11), uuid(12), uuid(13)])
    await storage.setOutboxStates([{ seq: first?.seq ?? -1, state: { kind: 'ended', how: 'applied', endedAtMs: 5 } }])
    expect((await storage.readOutbox()).map((entry) => entry.opId)).toEqual([uuid(12), uuid(13)])
  })

  it('[SYNC-R16] keeps the keys that the server named last, and those before where it names none', async () => {
    const { storage } = await create()
    const key = { keyId: 'one', alg: 'ed25519', publicKey: `${'A'.repeat(43)}=` } as const
    expect(await storage.readAcknowledgementKeys()).toEqual([])
    await storage.applyPull({ ...pull('e1', [], 0), acknowledgementKeys: [key, { ...key, keyId: 'two' }] })
    await storage.applyPull(pull('e1', [], 0))
    expect((await storage.readAcknowledgementKeys()).map(({ keyId }) => keyId)).toEqual(['one', 'two'])
    await storage.applyPull({ ...pull('e1', [], 0), acknowledgementKeys: [key] })
    expect((await storage.readAcknowledgementKeys()).map(({ keyId }) => keyId)).toEqual(['one'])
  })

  it('[SYNC-R16] keeps what the server calls its keys as long as it keeps those keys', async () => {
    const { storage } = await create()
    const keys = [{ keyId: 'one', alg: 'ed25519', publicKey: `${'A'.repeat(43)}=` } as const]
    const digest = async () => (await storage.readPosition()).keysDigest
    expect(await digest()).toBeUndefined()
    await storage.applyPull({ ...pull('e1', [], 0), acknowledgementKeys: keys, keysDigest: 'd1' })
    await storage.applyPull(pull('e1', [], 0))
    expect([await digest(), await storage.readAcknowledgementKeys()]).toEqual(['d1', keys])
    await storage.beginEpoch('e2')
    expect(await digest()).toBe('d1')
    await storage.applyPull({ ...pull('e2', [], 0), acknowledgementKeys: keys })
    expect(await digest()).toBeUndefined()
  })

  it('tells of an operation without its body, and gives bodies where they are asked for', async () => {
    const { storage, plant } = await create()
    await plant({ caseId: CaseId.parse(uuid(1)), opIds: [OpId.parse(uuid(11)), OpId.parse(uuid(12))] })
    const queued = await storage.readOutbox()
    expect(queued.map((operation) => [operation.sizeBytes >= PLANTED_BODY.length, 'body' in operation])).toEqual([
      [true, false],
      [true, false],
    ])
    const seqs = queued.slice(1).map(({ seq }) => seq)
    expect([...(await storage.readBodies(seqs))]).toEqual(
      seqs.map((seq) => [seq, { alg: 'clear', keyId: '', body: PLANTED_BODY }]),
    )
  })

  it('[SYNC-R5] sends no scan of what a person settled, and every other', async () => {
    const { storage, plant } = await create()
    const scanOf = (n: number) => {
      const scanId = ScanId.parse(String(n).repeat(64))
      return { scanId, uploadId: UploadId.parse(uuid(20 + n)), bytes: Uint8Array.of(n) }
    }
    const caseId = CaseId.parse(uuid(1))
    await plant({ caseId, opIds: [OpId.parse(uuid(11))], scan: scanOf(1) })
    await plant({ caseId, opIds: [OpId.parse(uuid(12))], scan: scanOf(2) })
    await storage.setOutboxStates((await storage.readOutbox()).slice(0, 1).map(({ seq }) => ({ seq, state: PARKED })))
    await plant({ caseId, opIds: [OpId.parse(uuid(13))], settles: [OpId.parse(uuid(11))] })
    expect((await storage.readOutbox()).map(({ opId }) => opId)).toEqual([uuid(12), uuid(13)])
    expect((await storage.readUploads()).map(({ opId }) => opId)).toEqual([uuid(12)])
  })

  it('keeps a scan’s bytes and its standing', async () => {
    const { storage, plant } = await create()
    const key = { caseId: CaseId.parse(uuid(1)), scanId: ScanId.parse('a'.repeat(64)) }
    const bytes = Uint8Array.from([1, 2, 3])
    await plant({
      caseId: key.caseId,
      opIds: [OpId.parse(uuid(11))],
      scan: { scanId: key.scanId, uploadId: UploadId.parse(uuid(21)), bytes },
    })
    expect(await storage.findScan(key)).toEqual({ bytes, sha256: key.scanId })
    await storage.setUpload(key, {
      state: { kind: 'waiting', offset: 2, attempts: 1, notBeforeMs: 9 },
      uploadId: UploadId.parse(uuid(22)),
    })
    expect((await storage.readUploads())[0]).toMatchObject({
      uploadId: uuid(22),
      state: { offset: 2, attempts: 1, notBeforeMs: 9 },
    })
    await storage.setUpload(key, { state: { kind: 'arrived', arrivedAtMs: 9 } })
    expect(await storage.readUploads()).toEqual([])
  })

  it('[SYNC-R3] stores rows and cursors together, last state per entity, tombstones gone', async () => {
    const { storage, rows } = await create()
    await storage.beginEpoch('e1')
    await storage.applyPull(pull('e1', [change('a', 1), change('b', 2)], 2))
    await storage.applyPull(pull('e1', [change('a', 3, true), change('c', 4)], 4))
    expect([...(await rows('catalogue')).keys()].toSorted()).toEqual(['b', 'c'])
    expect(await storage.readPosition()).toEqual({ epoch: 'e1', cursors: { catalogue: 4 } })
  })

  it('[SYNC-R15] goes on past a row that it cannot read, and goes on showing what stood there', async () => {
    const { storage, rows } = await create()
    const unread = { kind: 'unread', raw: { kind: 'of-a-newer-server' } } as const
    await storage.beginEpoch('e1')
    await storage.applyPull(pull('e1', [change('a', 1)], 1))
    const next = [{ ...change('a', 2), row: unread }, { ...change('b', 3), row: unread }, change('c', 4)]
    await storage.applyPull(pull('e1', next, 4))
    expect(await storage.readPosition()).toEqual({ epoch: 'e1', cursors: { catalogue: 4 } })
    expect([...(await rows('catalogue')).keys()].toSorted()).toEqual(['a', 'c'])

    await storage.beginEpoch('e2')
    await storage.applyPull(pull('e2', [{ ...change('a', 1), row: unread }], 1))
    expect([...(await rows('catalogue')).keys()]).toEqual(['a'])
    await storage.applyPull(pull('e2', [change('a', 2, true)], 2))
    expect([...(await rows('catalogue')).keys()]).toEqual([])
  })

  it('[SYNC-R8] offers a restored server also what the one before did not take', async () => {
    const { storage, plant } = await create()
    await storage.beginEpoch('e1')
    await plant({ caseId: CaseId.parse(uuid(1)), opIds: [OpId.parse(uuid(11))] })
    await storage.setOutboxStates((await storage.readOutbox()).map(({ seq }) => ({ seq, state: PARKED })))
    expect(await storage.readOutbox()).toMatchObject([{ state: PARKED }])
    await storage.beginEpoch('e2')
    expect(await storage.readOutbox()).toMatchObject([{ state: { kind: 'waiting', attempts: 0 } }])
  })

  it('[SYNC-R8] offers everything anew to a restored server, and sweeps what it no longer has only when all was read', async () => {
    const { storage, plant, rows } = await create()
    const key = { caseId: CaseId.parse(uuid(1)), scanId: ScanId.parse('a'.repeat(64)) }
    await storage.beginEpoch('e1')
    await plant({
      caseId: key.caseId,
      opIds: [OpId.parse(uuid(11))],
      scan: { scanId: key.scanId, uploadId: UploadId.parse(uuid(21)), bytes: Uint8Array.of(1) },
    })
    const [entry] = await storage.readOutbox()
    await storage.setOutboxStates([{ seq: entry?.seq ?? -1, state: { kind: 'ended', how: 'applied', endedAtMs: 5 } }])
    await storage.setUpload(key, { state: { kind: 'arrived', arrivedAtMs: 5 } })
    await storage.applyPull(pull('e1', [change('gone', 1), change('stays', 2)], 2))

    await storage.beginEpoch('e2')
    expect((await storage.readOutbox()).map((one) => [one.opId, one.state.kind])).toEqual([[uuid(11), 'waiting']])
    expect((await storage.readUploads()).map((one) => one.state)).toMatchObject([
      { kind: 'waiting', offset: undefined },
    ])
    expect(await storage.readPosition()).toEqual({ epoch: 'e2', cursors: {} })
    await storage.applyPull({ ...pull('e2', [change('stays', 1)], 1), hasMore: true })
    expect([...(await rows('catalogue')).keys()].toSorted()).toEqual(['gone', 'stays'])
    await storage.applyPull(pull('e2', [], 1))
    expect([...(await rows('catalogue')).keys()]).toEqual(['stays'])
  })
}

const pull = (epoch: string, changes: PulledChange[], seq: number) => ({
  epoch,
  serverTime: instantFromMs(0),
  changes,
  cursors: { catalogue: seq },
  hasMore: false,
  atMs: 1,
})

const row: FeedRow = {
  kind: 'district',
  district: {
    districtId: '430102' as never,
    name: '芙蓉区',
    city: '长沙市',
    province: '湖南省',
    timeZone: 'Asia/Shanghai',
  },
}

const change = (entityId: string, seq: number, isGone = false): FeedChange => ({
  feedId: 'catalogue' as never,
  seq,
  entityId,
  row: isGone ? null : row,
})
