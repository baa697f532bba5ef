import type { CaseId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from './localDatabase'
import type { OutboxEntry, UploadEntry } from './outboxEntry'
import { toOutboxEntry, toUploadEntry } from './queries'

/** Operations and scans that have not arrived, or that wait for a person's word. */
export type Unsent = { readonly entries: readonly OutboxEntry[]; readonly uploads: readonly UploadEntry[] }

/** What of these cases is unsent, as of one moment: between two readings an operation might pass its scans on. */
export async function readUnsentOf(db: LocalDatabase, caseIds: readonly CaseId[]): Promise<Unsent> {
  return db.transaction('r', db.outbox, db.uploads, async () => {
    const entries = await db.outbox.where('caseId').anyOf(caseIds).toArray()
    const uploads = await db.uploads.where('caseId').anyOf(caseIds).toArray()
    return {
      entries: entries.filter(({ state }) => state === 'waiting' || state === 'parked').map(toOutboxEntry),
      uploads: uploads.filter(({ state }) => state === 'waiting' || state === 'blocked').map(toUploadEntry),
    }
  })
}

/** How many operations and scans are unsent on the whole tablet. Opens none of them. */
export async function countUnsent(db: LocalDatabase): Promise<number> {
  return db.transaction('r', db.outbox, db.uploads, async () => {
    const operations = await db.outbox.where('state').anyOf('waiting', 'parked').count()
    const scans = await db.uploads.where('state').anyOf('waiting', 'blocked').count()
    return operations + scans
  })
}
