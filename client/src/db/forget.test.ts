// Goal: the job does what the plan says and nothing else, and a forgotten page can still travel. Method: the tablet's
// own tables.
import { expect, it } from 'vitest'
import { OpId, ScanId, stationFeed, StationId, UploadId, type CaseId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { aTablet, NOW } from '../../test/agentTablet'
import { aStationCase, aTaskOf, plantCases } from '../../test/tabletPage'
import { recordStep } from './commands'
import { createDexieSyncStorage } from './dexieSyncStorage'
import { forgetArrived, forgetDue, readKept } from './forget'
import { NO_SYNC, writeMeta } from './meta'
import type { KeptAcknowledgement } from './outboxEntry'
import { findScanBytes, findTravellingScan } from './scanRecords'
import { clearSealer, type Sealer } from './sealer'

const DAY_MS = 86_400_000
const nowMs = Date.parse(NOW)
const feedId = stationFeed(StationId.parse('430102009001'))
const daysAgo = (days: number) => instantFromMs(nowMs - days * DAY_MS)
const signed = (days: number): KeptAcknowledgement => ({
  keyId: 'k',
  epoch: 'e',
  digests: ['0'.repeat(64)],
  signature: 's',
  at: daysAgo(days),
})

/** Keys that the server has; bytes as they are. */
const sealer: Sealer = {
  ...clearSealer,
  sealScan: async (_name, bytes) => ({
    body: { alg: 'test', keyId: '', bytes: bytes.buffer },
    bodySha256: 'b'.repeat(64),
    key: Uint8Array.of(7),
  }),
  openScan: async (_name, { body, key }) => {
    if (key?.[0] !== 7) throw new Error('no key')
    return new Uint8Array(body.bytes)
  },
  sealScanKey: async () => ({ keyId: 'server', bytes: Uint8Array.of(8) }),
  isKnown: async () => true,
}

const scanIdOf = (n: number) => ScanId.parse(String(n).repeat(64))

/** A tablet with case `n` handed in for each of the ages, each with one page, all of it sent so many days ago. */
async function aTabletWithSent(
  name: string,
  ages: readonly number[],
  closedDays: Partial<Record<number, number>> = {},
) {
  const tablet = await aTablet(`forget-${name}`)
  const store = { ...tablet.store, sealer }
  await writeMeta(store.db, 'sync', { ...NO_SYNC, epoch: 'e', lastServerTime: NOW })
  const rows = ages.map((_, at) => aStationCase(at + 1))
  for (const [at, { caseId }] of rows.entries()) {
    const ref = { scanId: scanIdOf(at + 1), sizeBytes: 3, mediaType: 'image/jpeg' } as const
    const opId = OpId.parse(tablet.newId())
    await recordStep(store, {
      caseId,
      newScans: [{ ref, bytes: Uint8Array.of(1, 2, 3) }],
      operations: [{ opId, body: new TextEncoder().encode('{}') }],
      uploads: [{ ref, opId, uploadId: UploadId.parse(tablet.newId()) }],
      settles: [],
      atMs: 0,
    })
    const acknowledgement = signed(ages[at] ?? 0)
    const ended = { kind: 'ended', how: 'applied', endedAtMs: 0, acknowledgement } as const
    await store.db.outbox.where('caseId').equals(caseId).modify({ state: 'ended', detail: ended })
    const arrived = { kind: 'arrived', arrivedAtMs: 0, acknowledgement } as const
    await store.db.uploads.update([caseId, ref.scanId], { state: 'arrived', detail: arrived })
  }
  await plantCases(
    tablet,
    rows.map((row, at) => {
      const days = closedDays[at + 1]
      const state = { status: 'closed', closedAt: daysAgo(days ?? 0), outcome: 'delivered' } as const
      return days === undefined ? row : { ...row, tasks: [aTaskOf(at + 1, { state })] }
    }),
  )
  const caseIdOf = (n: number): CaseId => aStationCase(n).caseId
  const left = async () => {
    const { entries, uploads, pages } = await readKept(store.db)
    return [entries, uploads].map((of) => of.map(({ caseId }) => caseId)).concat([pages.map(([caseId]) => caseId)])
  }
  return { tablet, store, caseIdOf, left }
}

it('lets go of what is old, and of nothing else', async () => {
  const { store, caseIdOf, left } = await aTabletWithSent('old', [40, 40, 10], { 1: 8 })
  const old = (await readKept(store.db)).entries.filter(({ caseId }) => caseId !== caseIdOf(3)).map(({ opId }) => opId)
  expect(await forgetDue(store, { feedId, nowMs })).toEqual({ opIds: old, pages: 1, unreadable: 0 })
  const [entries, uploads, pages] = await left()
  expect(entries).toEqual([caseIdOf(3)])
  expect(uploads).toEqual([caseIdOf(2), caseIdOf(3)])
  expect(pages).toEqual([caseIdOf(2), caseIdOf(3)])
})

it('a page of a case that is closed opens for nobody here, and still goes to a server that was restored', async () => {
  const { store, caseIdOf } = await aTabletWithSent('unreadable', [10], { 1: 8 })
  const name = { caseId: caseIdOf(1), scanId: scanIdOf(1) }
  const before = await findTravellingScan(store, name)
  expect(await forgetDue(store, { feedId, nowMs })).toEqual({ opIds: [], pages: 0, unreadable: 1 })
  await expect(findScanBytes(store, name.caseId, name.scanId)).rejects.toThrow()
  await createDexieSyncStorage(store).beginEpoch('another')
  expect(await findTravellingScan(store, name)).toEqual(before)
  expect((await store.db.uploads.get([name.caseId, name.scanId]))?.state).toBe('waiting')
})

it('does the same work once', async () => {
  const { store } = await aTabletWithSent('once', [10], { 1: 8 })
  await forgetDue(store, { feedId, nowMs })
  expect(await forgetDue(store, { feedId, nowMs })).toEqual({ opIds: [], pages: 0, unreadable: 0 })
})

it('a page that the server could not open without its key stays as it is until it goes', async () => {
  const { store, caseIdOf } = await aTabletWithSent('open', [10], { 1: 8 })
  await store.db.scans.toCollection().modify((scan) => {
    delete (scan as { keyForServer?: unknown }).keyForServer
  })
  await forgetDue(store, { feedId, nowMs })
  expect(await findScanBytes(store, caseIdOf(1), scanIdOf(1))).toEqual(Uint8Array.of(1, 2, 3))
})

it('[SYNC-R21] a clock that runs a year ahead makes nothing old, and before the server spoke nothing goes', async () => {
  const { store } = await aTabletWithSent('clock', [10], { 1: 2 })
  const nothing = { opIds: [], pages: 0, unreadable: 0 }
  expect(await forgetDue(store, { feedId, nowMs: nowMs + 365 * DAY_MS })).toEqual(nothing)
  const old = await aTabletWithSent('unspoken', [90], { 1: 90 })
  await writeMeta(old.store.db, 'sync', NO_SYNC)
  expect(await forgetDue(old.store, { feedId, nowMs })).toEqual(nothing)
})

it('makes room at the agent’s wish: only bytes of what arrived whole go, and that they are at the server stays known', async () => {
  const { store, caseIdOf, left } = await aTabletWithSent('room', [0, 0])
  const waiting = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
  await store.db.uploads.update([caseIdOf(2), scanIdOf(2)], { state: 'waiting', detail: waiting })
  const made = await forgetArrived(store.db)
  expect(made).toMatchObject({ bytes: 3, opIds: [expect.any(String)] })
  const [entries, uploads, pages] = await left()
  expect(entries).toHaveLength(2)
  expect(uploads).toHaveLength(2)
  expect(pages).toEqual([caseIdOf(2)])
})
