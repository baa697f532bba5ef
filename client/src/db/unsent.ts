import type { CaseId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase, OutboxRecord } from './localDatabase'
import { readOpenLostSteps, type LostStep } from './lostSteps'
import type { LocalStore } from './localStore'
import type { OutboxEntry, UploadEntry } from './outboxEntry'
import { openWords } from './outboxReader'
import { toQueued, toUploadEntry } from './queries'

/** What has not arrived, or waits for a person's word. */
export type Unsent = {
  readonly entries: readonly OutboxEntry[]
  readonly uploads: readonly UploadEntry[]
  /** What lies in a second copy only. */
  readonly lost: readonly LostStep[]
  /** Cases of which the server has taken something from here, as far back as that is kept. */
  readonly taken: ReadonlySet<string>
}

/** What of these cases is unsent, as of one moment: between two readings an operation might pass its scans on. */
export async function readUnsentOf(store: LocalStore, caseIds: readonly CaseId[]): Promise<Unsent> {
  const { db } = store
  const asked = new Set(caseIds)
  const { operations, uploads, lost } = await db.transaction('r', db.outbox, db.uploads, db.meta, async () => {
    const allUploads = await db.uploads.where('caseId').anyOf(caseIds).toArray()
    const allLost = await readOpenLostSteps(db)
    return {
      operations: await db.outbox.where('caseId').anyOf(caseIds).toArray(),
      uploads: allUploads.filter(({ state }) => state === 'waiting' || state === 'blocked').map(toUploadEntry),
      lost: allLost.filter(({ caseId }) => caseId && asked.has(caseId)),
    }
  })
  const left = operations.filter(({ state }) => state === 'waiting' || state === 'parked')
  const entries = await Promise.all(
    left.map(async (record) => ({ ...toQueued(record), words: await openWords(store, record) })),
  )
  return { entries, uploads, lost, taken: await casesTaken(store, operations) }
}

/** A word about a step that was not taken says nothing of a case that came. */
async function casesTaken(store: LocalStore, operations: readonly OutboxRecord[]): Promise<Set<string>> {
  const taken = new Set<string>()
  for (const record of operations) {
    const { caseId, detail } = record
    const isApplied = detail.kind === 'ended' && detail.how === 'applied'
    if (!isApplied || taken.has(caseId)) continue
    if (!(await openWords(store, record))?.includes('"kind":"case.settle"')) taken.add(caseId)
  }
  return taken
}

/** How much is unsent on the whole tablet: operations, scans, and what lies in a second copy only. Opens none of them. */
export async function countUnsent(db: LocalDatabase): Promise<number> {
  return db.transaction('r', db.outbox, db.uploads, db.meta, async () => {
    const operations = await db.outbox.where('state').anyOf('waiting', 'parked').count()
    const scans = await db.uploads.where('state').anyOf('waiting', 'blocked').count()
    return operations + scans + (await readOpenLostSteps(db)).length
  })
}
