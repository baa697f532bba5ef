import type { DistrictId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { findUnprintedDocuments, findUntoldAnnouncements, type LookBack } from '../../db/leftBehind'
import type { Tx } from '../../db/transaction'
import type { NewJob } from '../../domain/operations/startJobs'
import { enqueueWith, openBoss, prepareJobs } from '../../jobs/boss'

/** Whenever it was made, and however much it is. */
const ALL: LookBack = { madeBefore: instantFromMs(Date.UTC(9999, 11, 31)), limit: Number.MAX_SAFE_INTEGER }

type Restarting = { readonly ownerUrl: string; readonly districtId: DistrictId; readonly timeZone: string }

/**
 * Jobs are in no backup: their tables are pg-boss's own, and each job only says again what a row says. So they are made
 * anew from the rows, in the transaction of the restore; the hourly catch-up would find the same work, but only what has
 * waited for a day. Sendings need none: the sweep looks at each whose time has come, also at those not yet booked.
 */
export async function restartJobs(tx: Tx, { ownerUrl, districtId, timeZone }: Restarting): Promise<number> {
  await prepareJobs(ownerUrl, timeZone)
  const jobs = await findJobs(tx, districtId)
  const errors: unknown[] = []
  const boss = await openBoss({ url: ownerUrl, report: (error) => errors.push(error) })
  try {
    await enqueueWith(boss)(tx, jobs)
  } finally {
    await boss.stop({ graceful: false })
  }
  if (errors.length > 0) throw new Error('the tables of the jobs do not answer', { cause: errors[0] })
  return jobs.length
}

async function findJobs(tx: Tx, districtId: DistrictId): Promise<NewJob[]> {
  const documents = await findUnprintedDocuments(tx, districtId, ALL)
  const announcements = await findUntoldAnnouncements(tx, districtId, ALL)
  return [
    ...documents.map((documentId) => ({ name: 'print-document' as const, input: { districtId, documentId } })),
    ...announcements.map(({ messageId }) => ({ name: 'announce-task' as const, input: { districtId, messageId } })),
  ]
}
