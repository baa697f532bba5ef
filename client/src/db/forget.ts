import type { FeedId } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import { createFeedReader } from './feedReader'
import { closedAtMs, planForgetting, planRelief, type KeptFacts, type PageKey } from './forgetPlan'
import type { LocalDatabase, ScanRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import { readOpenLostSteps } from './lostSteps'
import { readMeta, writeMeta } from './meta'
import type { SealedRecord } from './recordCodec'

/** In the place of a key that was destroyed: nobody opens the page here any more, and it can still travel. */
const FORGOTTEN_KEY: SealedRecord = { alg: 'forgotten', keyId: '', bytes: new ArrayBuffer(0) }

/** `opIds`: what else is kept under these ids, outside the tables, is not needed any more either. */
export type Forgotten = {
  readonly opIds: readonly string[]
  readonly pages: number
  readonly unreadable: number
}

/**
 * Forgets what need not be kept: looked up and done in one transaction, so that what comes to wait meanwhile stays.
 * Tells how much went. Nothing goes before the server has said once what time it is.
 */
export async function forgetDue(
  store: LocalStore,
  { feedId, nowMs }: { readonly feedId: FeedId; readonly nowMs: number },
): Promise<Forgotten> {
  const { db } = store
  const closedAtMsByCaseId = await readClosed(store, feedId)
  return db.transaction('rw', [db.outbox, db.uploads, db.scans, db.meta], async () => {
    const lastServerTime = (await readMeta(db, 'sync'))?.lastServerTime
    if (!lastServerTime) return { opIds: [], pages: 0, unreadable: 0 }
    const known = new Set((await readMeta(db, 'forgetting'))?.unreadable ?? [])
    const kept = await readKept(db)
    const plan = planForgetting({ ...kept, closedAtMsByCaseId, nowMs: Math.min(nowMs, instantToMs(lastServerTime)) })
    const isKnown = ([caseId, scanId]: PageKey): boolean => known.has(`${caseId} ${scanId}`)
    const fresh = plan.unreadable.filter((key) => !isKnown(key))
    await db.outbox.bulkDelete(plan.entries.map(({ seq }) => seq))
    await db.scans.bulkDelete(plan.pages.map(toKey))
    await db.uploads.bulkDelete(plan.pages.map(toKey))
    for (const key of fresh) await forgetKey(db, key)
    // So that no page is read again each day only to see that its key is gone. Written for a change only: the disk may
    // be full, and this is the way to more room.
    if (fresh.length > 0 || known.size !== plan.unreadable.length)
      await writeMeta(db, 'forgetting', {
        unreadable: plan.unreadable.map(([caseId, scanId]) => `${caseId} ${scanId}`),
      })
    return { opIds: plan.entries.map(({ opId }) => opId), pages: plan.pages.length, unreadable: fresh.length }
  })
}

/** `opIds`: the operations of these cases, of which no second copy is needed any more. */
export type MadeRoom = { readonly bytes: number; readonly opIds: readonly string[] }

/** Lets go of the pages of all cases that are at the server whole, at the agent's wish. Tells how many bytes went. */
export async function forgetArrived(db: LocalDatabase): Promise<MadeRoom> {
  return db.transaction('rw', [db.outbox, db.uploads, db.scans, db.meta], async () => {
    const kept = await readKept(db)
    const rooms = planRelief(kept).now
    const caseIds = new Set(rooms.map(({ caseId }) => caseId))
    await db.scans.bulkDelete(rooms.flatMap(({ pages }) => pages.map(toKey)))
    return {
      bytes: rooms.reduce((total, { bytes }) => total + bytes, 0),
      opIds: kept.entries.filter(({ caseId }) => caseIds.has(caseId)).map(({ opId }) => opId),
    }
  })
}

/** What is kept here of what was handed in, as of one moment. Reads no page. */
export async function readKept(db: LocalDatabase): Promise<KeptFacts> {
  return db.transaction('r', [db.outbox, db.uploads, db.scans, db.meta], async () => {
    const [outbox, uploads, pages, lost] = await Promise.all([
      db.outbox.toArray(),
      db.uploads.toArray(),
      db.scans.toCollection().primaryKeys(),
      readOpenLostSteps(db),
    ])
    return {
      entries: outbox.map(({ seq, opId, caseId, detail }) => ({ seq, opId, caseId, state: detail })),
      uploads: uploads.map(({ caseId, scanId, sizeBytes, detail }) => ({ caseId, scanId, sizeBytes, state: detail })),
      pages,
      lostCaseIds: lost.flatMap(({ caseId }) => caseId ?? []),
    }
  })
}

async function readClosed(store: LocalStore, feedId: FeedId): Promise<ReadonlyMap<string, number>> {
  const { rows } = await createFeedReader(store, feedId)()
  const closed = [...rows.values()].flatMap((row): [string, number][] => {
    const ms = row.kind === 'case' ? closedAtMs(row) : undefined
    return row.kind === 'case' && ms !== undefined ? [[row.caseId, ms]] : []
  })
  return new Map(closed)
}

/** A page that a server could not open without this key keeps it until the page itself goes: a case lost is worse. */
async function forgetKey({ scans }: LocalDatabase, key: PageKey): Promise<void> {
  const record = await scans.get(toKey(key))
  if (record && isSealedForServer(record)) await scans.update(toKey(key), { key: FORGOTTEN_KEY })
}

const isSealedForServer = ({ key, keyForServer }: ScanRecord): boolean =>
  key !== undefined && keyForServer !== undefined

const toKey = ([caseId, scanId]: PageKey): [string, string] => [caseId, scanId]
