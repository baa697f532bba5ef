import type { LocalStore } from '@onetrip/client/db/localStore'
import { readMeta } from '@onetrip/client/db/meta'
import { createFeedReader } from '@onetrip/client/db/feedReader'
import type { QueuedOperation, UploadEntry } from '@onetrip/client/db/outboxEntry'
import { findDraft, toQueued, toUploadEntry } from '@onetrip/client/db/queries'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { CATALOGUE_FEED, stationFeed, StationId, type CaseId } from '@onetrip/shared/lib/ids'
import type { FeedRow, StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { Actor } from '@onetrip/server/domain/actor'

/** What lies on a tablet's disk. Looking costs nothing and can fail at nothing. */
export type Eye = {
  /** Of all operations ever recorded, also those that have ended. */
  readonly entries: () => Promise<QueuedOperation[]>
  readonly uploads: () => Promise<UploadEntry[]>
  /** Of the server that it heard last; undefined: of none. */
  readonly epoch: () => Promise<string | undefined>
  readonly findDraft: (caseId: CaseId) => Promise<IntakeDraft | undefined>
  /** What the screens show, by feed and entity. */
  readonly rows: () => Promise<Map<string, FeedRow>>
  readonly cases: () => Promise<StationCaseRow[]>
  /** The feeds of which rows lie here, whosever they are. */
  readonly feedIds: () => Promise<string[]>
  /** Whether the bytes of the page are here. */
  readonly holds: (caseId: CaseId, scanId: string) => Promise<boolean>
  /** A bit of the page's bytes falls over. */
  readonly damagePage: (caseId: CaseId, scanId: string) => Promise<void>
  /** Nothing of the feed that lies here can be opened any more. */
  readonly damageFeed: (feedId: string) => Promise<void>
}

export function openEye(store: LocalStore, agent: Actor): Eye {
  const { db } = store
  const stationId = stationFeed(StationId.parse(agent.unitId))
  const readStation = createFeedReader(store, stationId)
  const readers = [
    { feedId: stationId, read: readStation },
    { feedId: CATALOGUE_FEED, read: createFeedReader(store, CATALOGUE_FEED) },
  ]
  const rows = async (): Promise<Map<string, FeedRow>> => {
    const found = new Map<string, FeedRow>()
    for (const { feedId, read } of readers)
      for (const [entityId, row] of (await read()).rows) found.set(`${feedId} ${entityId}`, row)
    return found
  }
  return {
    entries: async () => (await db.outbox.orderBy('seq').toArray()).map(toQueued),
    epoch: async () => (await readMeta(db, 'sync'))?.epoch ?? undefined,
    uploads: async () => (await db.uploads.toArray()).map(toUploadEntry),
    findDraft: (caseId) => findDraft(store, caseId),
    rows,
    cases: async () => [...(await readStation()).rows.values()].flatMap((row) => (row.kind === 'case' ? [row] : [])),
    feedIds: async () => {
      const records = [...(await db.feedPages.toArray()), ...(await db.newestCases.toArray())]
      return [...new Set(records.map(({ feedId }) => feedId))]
    },
    holds: async (caseId, scanId) => (await db.scans.where('[caseId+scanId]').equals([caseId, scanId]).count()) > 0,
    damageFeed: async (feedId) => {
      await db.feedPages
        .where('feedId')
        .equals(feedId)
        .modify({ body: { alg: 'lost', keyId: '', bytes: new ArrayBuffer(1) } })
    },
    damagePage: async (caseId, scanId) => {
      await db.scans
        .where('[caseId+scanId]')
        .equals([caseId, scanId])
        .modify((scan) => {
          const bytes = new Uint8Array(scan.body.bytes.slice(0))
          bytes[0] = (bytes[0] ?? 0) ^ 1
          Object.assign(scan, { body: { ...scan.body, bytes: bytes.buffer } })
        })
    },
  }
}
