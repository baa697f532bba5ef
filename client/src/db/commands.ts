import type { CaseId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { assertNotClosing } from './closing'
import type { LocalDatabase, OwnCaseState } from './localDatabase'
import type { LocalStore } from './localStore'
import { nameOfOperation, nameOfPage } from './copyName'
import { settleCopies, settleLostStep } from './lostSteps'
import { sealScans } from './scanRecords'
import {
  sealDraft,
  sealOperations,
  toUploadRecord,
  type NewOperation,
  type NewScan,
  type NewUpload,
  type SealedOperation,
} from './toRecords'

/** Pages that come or go with a change of an application. */
export type PageChanges = { readonly added: readonly NewScan[]; readonly removed: readonly ScanId[] }

/** Another tab was faster: the application no longer stands where this began. Nothing was written. */
export type Overtaken = 'overtaken'

/**
 * Saves an application as it stands with the pages that come and go, or nothing. Resolves when it is on the disk,
 * not before. Only a step hands an application in, or takes it back: a draft that says otherwise is overtaken.
 */
export async function saveDraft(
  store: LocalStore,
  draft: IntakeDraft,
  { added, removed }: PageChanges = { added: [], removed: [] },
): Promise<Result<undefined, Overtaken>> {
  const { db } = store
  const record = await sealDraft(store, draft)
  const scans = await sealScans(store, draft.caseId, added)
  const touched = added.length + removed.length > 0 ? [db.ownCases, db.scans] : [db.ownCases]
  return db.transaction('rw', touched, async () => {
    if (await isOvertaken(db, draft.caseId, record.state)) return err('overtaken')
    if (scans.length > 0) await db.scans.bulkPut(scans)
    if (removed.length > 0) await db.scans.bulkDelete(removed.map((scanId): [string, string] => [draft.caseId, scanId]))
    await db.ownCases.put(record)
    return ok(undefined)
  })
}

/** A person's step: the application after it, what is to be sent, and the pages that go with it. */
export type Step = {
  readonly caseId: CaseId
  /** Absent where this tablet did not take the case in and has no copy of it. */
  readonly draft?: IntakeDraft
  /** What the step begins from. */
  readonly from?: OwnCaseState
  readonly newScans: readonly NewScan[]
  /** In the order in which they must be applied. */
  readonly operations: readonly NewOperation[]
  readonly uploads: readonly NewUpload[]
  /** Pages that go no further: the words that are sent name others in their place. */
  readonly drops?: readonly ScanId[]
  /** Parked operations that this step settles. */
  readonly settles: readonly OpId[]
  /** A step that the tables have lost and the server did not take from this copy: it is settled by this one. */
  readonly settlesLost?: { readonly name: string; readonly opId: OpId }
  readonly atMs: number
}

/**
 * Records a step: application, pages, operations and uploads in one strict transaction, or nothing. What
 * resolves here will be sent, whatever happens to this tab.
 */
export async function recordStep(store: LocalStore, step: Step): Promise<Result<undefined, Overtaken>> {
  const { caseId, draft, from, settlesLost } = step
  const { db } = store
  const [record, scans, operations] = await Promise.all([
    draft && sealDraft(store, draft),
    sealScans(store, caseId, step.newScans),
    sealOperations(store, caseId, step.operations),
  ])
  return db.transaction('rw', [db.ownCases, db.scans, db.outbox, db.uploads, db.meta], async () => {
    if (from && (await isOvertaken(db, caseId, from))) return err('overtaken')
    if (!(await areParked(db, step.settles))) return err('overtaken')
    if (settlesLost !== undefined && !(await settleLostStep(db, settlesLost.name))) return err('overtaken')
    await endSettled(db, step)
    await dropScans(db, step)
    // Asked for together: one answer of the store is waited for, not five, and all of it is on the disk or nothing.
    await Promise.all([
      assertNotClosing(db),
      db.scans.bulkPut(scans),
      record && db.ownCases.put(record),
      addOperations(db, operations),
      db.uploads.bulkPut(step.uploads.map((upload) => toUploadRecord(caseId, upload))),
    ])
    return ok(undefined)
  })
}

async function addOperations(db: LocalDatabase, operations: readonly SealedOperation[]): Promise<void> {
  await db.outbox.bulkAdd([...operations])
}

/**
 * Forgets an application that was never handed in, with its pages. The agent asked for it. Refused while a page of
 * it is still to be sent: the server would wait for it for ever.
 */
export async function discardDraft({ db }: LocalStore, caseId: CaseId): Promise<Result<undefined, 'on-its-way'>> {
  return db.transaction('rw', db.ownCases, db.scans, db.uploads, async () => {
    const known = await db.ownCases.get(caseId)
    const awaited = await db.uploads.where('caseId').equals(caseId).count()
    if (known?.state === 'handed-in' || awaited > 0) return err('on-its-way')
    await db.scans.where('caseId').equals(caseId).delete()
    await db.ownCases.delete(caseId)
    return ok(undefined)
  })
}

async function isOvertaken(db: LocalDatabase, caseId: CaseId, expected: OwnCaseState): Promise<boolean> {
  const known = await db.ownCases.get(caseId)
  return known?.state !== undefined && known.state !== expected
}

/** What is offered anew to a restored server may be applied while somebody looks at its answer of before. [SYNC-R8] */
async function areParked(db: LocalDatabase, opIds: Step['settles']): Promise<boolean> {
  if (opIds.length === 0) return true
  const entries = await db.outbox
    .where('opId')
    .anyOf([...opIds])
    .toArray()
  return entries.every(({ detail }) => detail.kind === 'parked')
}

async function endSettled(db: LocalDatabase, { caseId, settles, settlesLost, atMs }: Step): Promise<void> {
  if (settles.length > 0) {
    const ended = { kind: 'ended', how: 'settled', endedAtMs: atMs } as const
    await db.outbox
      .where('opId')
      .anyOf([...settles])
      .modify({ state: 'ended', detail: ended })
    // Should the tables lose them one day, they are not to come back from there.
    await settleCopies(
      db,
      settles.map((opId) => nameOfOperation({ opId, caseId })),
    )
  }
  // Pages of what was not applied go no further; an operation in its place names anew what it takes along.
  const settled = new Set<string>([...settles, ...(settlesLost ? [settlesLost.opId] : [])])
  if (settled.size === 0) return
  await db.uploads
    .where('caseId')
    .equals(caseId)
    .filter((upload) => settled.has(upload.opId))
    .delete()
}

async function dropScans(db: LocalDatabase, { caseId, drops = [] }: Step): Promise<void> {
  if (drops.length === 0) return
  const keys = drops.map((scanId): [string, string] => [caseId, scanId])
  await db.uploads.bulkDelete(keys)
  await db.scans.bulkDelete(keys)
  await settleCopies(
    db,
    drops.map((scanId) => nameOfPage({ caseId, scanId })),
  )
}
