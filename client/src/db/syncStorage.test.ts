import { describe, expect, it } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { FeedRow } from '@onetrip/shared/wire/feedRow'
import { createMemorySyncStorage, emptyDisk, recordMemoryStep } from '../../test/memoryTablet'
import { describeSyncStorage, PLANTED_BODY, testDeviceId } from '../../test/syncStorageContract'
import { recordStep } from './commands'
import { createDexieSyncStorage } from './dexieSyncStorage'
import { createFeedReader } from './feedReader'
import { LocalDatabase } from './localDatabase'
import { writeMeta } from './meta'
import { clearCodec } from './recordCodec'
import { clearSealer } from './sealer'

const names = { next: 0 }
const emptyDraft = {
  startedAt: instantFromMs(0),
  step: 'item',
  items: [],
  parties: [],
  fields: {},
  materials: [],
} as const

describe('the tablet’s database', () => {
  describeSyncStorage(async () => {
    names.next += 1
    const store = { db: new LocalDatabase(`contract-${names.next}`), codec: clearCodec, sealer: clearSealer }
    await writeMeta(store.db, 'device', {
      deviceId: testDeviceId,
      deviceNumber: 1,
      nextDeviceSeq: 1,
      nextReceiptCounter: 0,
    })
    return {
      storage: createDexieSyncStorage(store),
      rows: async (feedId) => (await createFeedReader(store, feedId)()).rows,
      plant: async ({ caseId, opIds, scan, settles = [] }) => {
        const draft: IntakeDraft = { caseId, ...emptyDraft }
        const ref = scan && ({ scanId: scan.scanId, sizeBytes: scan.bytes.length, mediaType: 'image/jpeg' } as const)
        await recordStep(store, {
          caseId,
          draft,
          newScans: scan && ref ? [{ ref, bytes: scan.bytes }] : [],
          operations: opIds.map((opId) => ({ opId, body: PLANTED_BODY })),
          uploads: scan && ref && opIds[0] ? [{ ref, opId: opIds[0], uploadId: scan.uploadId }] : [],
          settles,
          atMs: 1,
        })
      },
    }
  })
})

it('[SYNC-R3] a page that cannot be opened any more stops no pull: its feed is read again from the start', async () => {
  const store = { db: new LocalDatabase('contract-damaged'), codec: clearCodec, sealer: clearSealer }
  const storage = createDexieSyncStorage(store)
  const row = { kind: 'theme' } as unknown as FeedRow // Nothing reads it here.
  const pull = (seq: number) => ({
    epoch: 'e1',
    serverTime: instantFromMs(0),
    changes: [{ feedId: CATALOGUE_FEED, entityId: 'a', seq, row }],
    cursors: { [CATALOGUE_FEED]: seq },
    hasMore: false,
    atMs: 1,
  })
  await storage.beginEpoch('e1')
  await storage.applyPull(pull(7))
  await store.db.feedPages.toCollection().modify({ body: { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) } })
  await storage.applyPull(pull(8))
  expect(await storage.readPosition()).toEqual({ epoch: 'e1', cursors: { [CATALOGUE_FEED]: 0 } })
  expect(await createFeedReader(store, CATALOGUE_FEED)()).toEqual({ rows: new Map([['a', row]]), unreadable: 0 })
})

describe('the simulation’s storage', () => {
  describeSyncStorage(async () => {
    const disk = emptyDisk()
    return {
      storage: createMemorySyncStorage(disk),
      rows: async (feedId) =>
        new Map(
          [...disk.rows]
            .filter(([key]) => key.startsWith(`${feedId} `))
            .map(([key, { row }]) => [key.slice(feedId.length + 1), row]),
        ),
      plant: async ({ caseId, opIds, scan, settles = [] }) => {
        const ref = scan && ({ scanId: scan.scanId, sizeBytes: scan.bytes.length, mediaType: 'image/jpeg' } as const)
        const scans =
          scan && ref && opIds[0] ? [{ ref, bytes: scan.bytes, uploadId: scan.uploadId, opId: opIds[0] }] : []
        recordMemoryStep(disk, {
          caseId,
          operations: opIds.map((opId) => ({ opId, body: PLANTED_BODY })),
          scans,
          settles,
          atMs: 1,
        })
      },
    }
  })
})
