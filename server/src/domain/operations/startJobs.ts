import type { DistrictId } from '@onetrip/shared/lib/ids'
import type { AnnouncementKey } from '../../db/announcements'
import type { Tx } from '../../db/transaction'
import type { CaseChange } from '../../db/writeCaseFiles'

/** The jobs of the house, with what each is given. A job is only ever begun in the transaction that causes it. */
export type JobInputs = {
  readonly 'print-document': { readonly districtId: DistrictId; readonly documentId: string }
  readonly 'book-dispatch': { readonly districtId: DistrictId; readonly dispatchId: string }
  readonly 'announce-task': { readonly districtId: DistrictId } & AnnouncementKey
}
export type JobName = keyof JobInputs
export type NewJob = { readonly [Name in JobName]: { readonly name: Name; readonly input: JobInputs[Name] } }[JobName]

/** Puts jobs into the transaction's outbox; they exist if, and only if, it commits. */
export type Enqueue = (tx: Tx, jobs: readonly NewJob[]) => Promise<void>

export type StartJobs = (tx: Tx, districtId: DistrictId, changes: readonly CaseChange[]) => Promise<void>

/** Every document is printed, every dispatch booked, every department with a system of its own told. */
export const startJobsWith =
  (enqueue: Enqueue): StartJobs =>
  async (tx, districtId, changes) => {
    const jobs = changes.flatMap((change): NewJob[] => [
      ...change.documents.map(({ documentId }) => ({
        name: 'print-document' as const,
        input: { districtId, documentId },
      })),
      ...change.dispatches.map(({ dispatchId }) => ({
        name: 'book-dispatch' as const,
        input: { districtId, dispatchId },
      })),
      ...change.announcements.map(({ messageId }) => ({
        name: 'announce-task' as const,
        input: { districtId, messageId },
      })),
    ])
    if (jobs.length > 0) await enqueue(tx, jobs)
  }
