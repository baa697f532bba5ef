import { expect, it } from 'vitest'
import {
  CaseId,
  CATALOGUE_FEED,
  DeviceId,
  type DistrictId,
  OpId,
  ScanId,
  stationFeed,
  StationId,
  UploadId,
} from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { findDatabaseRefusal } from '@onetrip/server/db/databaseRefusal'
import { findDevices, findRegistrations } from '@onetrip/server/db/devices'
import { getEpoch } from '@onetrip/server/db/epoch'
import { appendToFeeds, readFeedHeads, readFeeds } from '@onetrip/server/db/feeds'
import {
  findEarlierOperations,
  findTakenReceiptNumbers,
  logOperations,
  type LoggedOperation,
} from '@onetrip/server/db/operations'
import { lockCaseFiles } from '@onetrip/server/db/readCaseFiles'
import { inTransaction, type Tx } from '@onetrip/server/db/transaction'
import { addUpload, findNamedScan, findUpload } from '@onetrip/server/db/uploads'
import { writeCaseChanges, type CaseChange } from '@onetrip/server/db/writeCaseFiles'
import type { CaseFile, StoredCase } from '@onetrip/server/db/caseFile'
import { addDevice, districtIdOf, makeDistrict } from '../district'
import { FIRST_EPOCH, NOBODY, type ServerStore } from '../serverStore'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = (ms: number) => instantFromMs(1_780_000_000_000 + ms)
const caseId = CaseId.parse(uuid(1))
const scanId = ScanId.parse('a'.repeat(64))
const deviceId = DeviceId.parse(uuid(900))

/** What the use cases may rely on, whichever database they run on. Called by the test of each, with an empty one. */
export function describeServerStore(create: (districtId: DistrictId) => Promise<ServerStore>): void {
  const seeds = { next: 700_000 }
  async function open() {
    seeds.next += 1
    const districtId = districtIdOf(seeds.next)
    const store = await create(districtId)
    const district = await makeDistrict(store.ownerPool, seeds.next)
    const within = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(store.pool, NOBODY, fn)
    return { store, district, districtId, within, stationId: district.stations[0] ?? StationId.parse('') }
  }
  type Opened = Awaited<ReturnType<typeof open>>

  const fileOf = ({ districtId, stationId }: Opened, change: Partial<StoredCase> = {}): CaseFile => ({
    case: {
      districtId,
      caseId,
      stationId,
      revision: 1,
      receiptNumber: 'R1',
      queryCodeSha256: 'b'.repeat(64),
      secondFact: { kind: 'phone-tail', sha256: 'c'.repeat(64) },
      content: { items: [], parties: [], materials: [] } as unknown as StoredCase['content'],
      insisted: false,
      takenInByPost: uuid(50),
      takenInByPerson: uuid(51),
      intakePersons: [],
      replacedScans: [],
      collectedAt: at(1),
      collectedEarliest: at(0),
      collectedLatest: at(2),
      arrivedAt: at(3),
      wholeAt: null,
      answeredCorrections: [],
      eventCount: 1,
      eventHead: '0'.repeat(64),
      ...change,
    },
    tasks: [],
    scans: [{ caseId, scanId, sizeBytes: 5, mediaType: 'image/jpeg', arrivedAt: null }],
    dispatches: [],
  })
  const changeOf = (before: CaseFile | undefined, after: CaseFile, seq = 1): CaseChange => ({
    before,
    after,
    events: [
      {
        caseId,
        seq,
        at: at(seq),
        kind: seq === 1 ? 'submitted' : 'scan-replaced',
        taskId: null,
        actor: { personId: uuid(60 - seq) },
        detail: seq === 1 ? { opId: uuid(71) } : { replaces: scanId, opId: uuid(72) },
        hash: String(seq).repeat(64),
      },
    ],
    documents: [],
    dispatches: [],
    announcements: [],
  })
  const operation = (n: number): LoggedOperation => ({
    opId: OpId.parse(uuid(n)),
    caseId,
    kind: 'case.submit',
    deviceId,
    deviceSeq: 1,
    authorPost: uuid(50),
    baseRevision: 0,
    receivedAt: at(4),
    body: { payload: { a: [1, null, '𠮷'] }, extra: true },
    bodySha256: 'd'.repeat(64),
    outcome: { status: 'applied', opId: OpId.parse(uuid(n)), revision: 1 },
  })

  it('begins with the first epoch and an empty district', async () => {
    const { within, districtId } = await open()
    expect(await within(getEpoch)).toBe(FIRST_EPOCH)
    expect(await within((tx) => lockCaseFiles(tx, districtId, [caseId]))).toEqual(new Map())
    const heads = await within((tx) =>
      readFeedHeads(tx, districtId, [CATALOGUE_FEED, stationFeed(StationId.parse('430102009001'))]),
    )
    expect(heads).toEqual(new Map([[CATALOGUE_FEED, 6]]))
  })

  it('reads a case as it was written, and as it was changed', async () => {
    const opened = await open()
    const { within, districtId } = opened
    const first = fileOf(opened)
    await within((tx) => writeCaseChanges(tx, districtId, [changeOf(undefined, first)]))
    const read = (await within((tx) => lockCaseFiles(tx, districtId, [caseId]))).get(caseId)
    expect(read).toEqual({ ...first, case: { ...first.case, intakePersons: [uuid(59)] } })
    const [scan] = first.scans
    const after: CaseFile = {
      ...first,
      case: { ...first.case, revision: 2, wholeAt: at(9), receiptNumber: 'not changed', eventCount: 2 },
      scans: scan ? [{ ...scan, arrivedAt: at(8) }] : [],
    }
    await within((tx) => writeCaseChanges(tx, districtId, [changeOf(first, after, 2)]))
    const again = (await within((tx) => lockCaseFiles(tx, districtId, [caseId]))).get(caseId)
    expect(again).toEqual({
      ...after,
      case: { ...after.case, receiptNumber: 'R1', intakePersons: [uuid(58), uuid(59)], replacedScans: [scanId] },
    })
  })

  it('[SYNC-R7] refuses a second operation under an id, a receipt number twice, and an event twice', async () => {
    const opened = await open()
    const { within, districtId } = opened
    await within((tx) => logOperations(tx, districtId, [operation(10)]))
    await expect(within((tx) => logOperations(tx, districtId, [operation(10)]))).rejects.toThrow('duplicate key')
    await within((tx) => writeCaseChanges(tx, districtId, [changeOf(undefined, fileOf(opened))]))
    const other = fileOf(opened, { caseId: CaseId.parse(uuid(2)), queryCodeSha256: 'e'.repeat(64) })
    const twice = within((tx) =>
      writeCaseChanges(tx, districtId, [{ ...changeOf(undefined, { ...other, scans: [] }), events: [] }]),
    )
    const refusal = await twice.catch(findDatabaseRefusal)
    expect(refusal).toEqual({ where: 'cases_district_id_receipt_number_key' })
    const event = changeOf(undefined, fileOf(opened))
    await expect(within((tx) => writeCaseChanges(tx, districtId, [event]))).rejects.toThrow('duplicate key')
    const taken = await within((tx) => findTakenReceiptNumbers(tx, districtId, ['R1', 'R2']))
    expect(taken).toEqual(new Set(['R1']))
  })

  it('gives earlier operations back by id, in whatever case the id is written', async () => {
    const { within, districtId } = await open()
    await within((tx) =>
      logOperations(tx, districtId, [operation(10), { ...operation(11), bodySha256: null, authorPost: null }]),
    )
    const ids = [uuid(10).toUpperCase(), uuid(11), uuid(12)].map((id) => id as OpId)
    const found = await within((tx) => findEarlierOperations(tx, districtId, ids))
    const { opId, kind, authorPost, receivedAt, outcome } = operation(10)
    const earlier = { opId, caseId, kind, authorPost, receivedAt, outcome, payload: { a: [1, null, '𠮷'] } }
    expect([...found.keys()].toSorted()).toEqual([uuid(10), uuid(11)])
    expect(found.get(OpId.parse(uuid(10)))).toEqual(earlier)
    expect(found.get(OpId.parse(uuid(11)))?.authorPost).toBeNull()
  })

  it('leaves nothing of a transaction that failed, or in which a failure was swallowed', async () => {
    const { within, districtId } = await open()
    const failing = within(async (tx) => {
      await logOperations(tx, districtId, [operation(10)])
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    const swallowing = within(async (tx) => {
      await logOperations(tx, districtId, [operation(11)])
      await logOperations(tx, districtId, [operation(11)]).catch(() => undefined)
    })
    await expect(swallowing).rejects.toThrow('rolled back')
    const ids = [OpId.parse(uuid(10)), OpId.parse(uuid(11))]
    expect(await within((tx) => findEarlierOperations(tx, districtId, ids))).toEqual(new Map())
  })

  it('[SYNC-R11] numbers feeds without a gap, keeps the last state, and reads on after a cursor', async () => {
    const { within, districtId, stationId } = await open()
    const feedId = stationFeed(stationId)
    const station = { stationId, subdistrictCode: '430102001', kind: 'community', name: '站', isSample: true } as const
    const entry = (entityId: string) => ({ feedId, entityId, row: { kind: 'station', station } as const })
    const gone = (entityId: string) => ({ feedId, entityId, row: null })
    await within((tx) => appendToFeeds(tx, districtId, [entry('a'), entry('b')]))
    await within((tx) => appendToFeeds(tx, districtId, [gone('a'), entry('c')]))
    const read = (seq: number, limit: number) =>
      within((tx) =>
        readFeeds(tx, districtId, {
          cursors: new Map([
            [feedId, seq],
            [CATALOGUE_FEED, 5],
          ]),
          limit,
        }),
      )
    const rows = (await read(0, 100)).map(({ feedId: feed, seq, entityId, row }) => [feed, seq, entityId, row === null])
    expect(rows).toEqual([
      [CATALOGUE_FEED, 6, expect.any(String), false],
      [feedId, 2, 'b', false],
      [feedId, 3, 'a', true],
      [feedId, 4, 'c', false],
    ])
    expect((await read(2, 2)).map(({ seq }) => seq)).toEqual([6, 3])
  })

  it('knows devices and uploads by all of their keys, and begins an upload once', async () => {
    const opened = await open()
    const { store, district, within, districtId, stationId } = opened
    await addDevice(store.pool, district.agentOf(stationId), { deviceId, deviceNumber: 1 })
    const known = await within((tx) => findDevices(tx, districtId, [deviceId, DeviceId.parse(uuid(901))]))
    const { postId } = district.agentOf(stationId)
    const device = { deviceId, stationId, postId, deviceNumber: 1, signingKey: null, revokedAt: null }
    expect(known).toEqual(new Map([[deviceId, device]]))
    expect([...(await within((tx) => findRegistrations(tx, districtId, [deviceId]))).keys()]).toEqual([deviceId])
    await within((tx) => writeCaseChanges(tx, districtId, [changeOf(undefined, fileOf(opened))]))
    const named = await within((tx) => findNamedScan(tx, districtId, { caseId, scanId }))
    expect(named).toEqual({ caseId, stationId, scanId, sizeBytes: 5, mediaType: 'image/jpeg', arrivedAt: null })
    const uploadId = UploadId.parse(uuid(30))
    const upload = { uploadId, deviceId, caseId, scanId, sealed: null, beganAt: at(5) }
    expect(await within((tx) => addUpload(tx, districtId, upload))).toBe(true)
    expect(await within((tx) => addUpload(tx, districtId, { ...upload, deviceId: DeviceId.parse(uuid(901)) }))).toBe(
      false,
    )
    expect(await within((tx) => findUpload(tx, districtId, uploadId))).toEqual({
      ...named,
      uploadId,
      deviceId,
      sealed: null,
    })
    expect(await within((tx) => findUpload(tx, districtId, UploadId.parse(uuid(31))))).toBeUndefined()
  })

  it('[SYNC-R8] goes back to a backup, under another epoch, and on from there', async () => {
    const { store, within, districtId } = await open()
    await within((tx) => logOperations(tx, districtId, [operation(10)]))
    const putBack = await store.backUp()
    await within((tx) => logOperations(tx, districtId, [operation(11)]))
    await putBack(uuid(99))
    const ids = [OpId.parse(uuid(10)), OpId.parse(uuid(11))]
    const found = await within((tx) => findEarlierOperations(tx, districtId, ids))
    expect([...found.keys()]).toEqual([uuid(10)])
    expect(await within(getEpoch)).toBe(uuid(99))
    await within((tx) => logOperations(tx, districtId, [operation(11)]))
    await putBack(uuid(98))
    expect((await within((tx) => findEarlierOperations(tx, districtId, ids))).size).toBe(1)
  })
}
