import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseFile } from '../../db/caseFile'
import { appendToFeeds } from '../../db/feeds'
import type { Tx } from '../../db/transaction'
import { writeCaseChanges, type CaseChange } from '../../db/writeCaseFiles'
import { chainEvents, type ChainContext } from '../case/chainEvents'
import type { Ruling } from '../case/ruling'
import { projectCase } from '../feed/projectCase'
import type { StartJobs } from './startJobs'

/** What was ruled on one case, and the file that it was ruled on. */
export type Ruled = { readonly before: CaseFile | undefined; readonly ruling: Ruling }

export type SaveContext = ChainContext & { readonly catalogue: Catalogue; readonly startJobs: StartJobs }

/**
 * Writes rulings with all that follows from them: rows, events, jobs, and the feeds of everybody who may see the
 * case. The cases must be locked. Call it last in the transaction: it locks the feeds' counters.
 */
export async function saveRulings(tx: Tx, rulings: readonly Ruled[], context: SaveContext): Promise<void> {
  const { districtId } = context.actor
  const changes = rulings.map((ruled) => toChange(ruled, context))
  await Promise.all([writeCaseChanges(tx, districtId, changes), startJobsAndTellFeeds(tx, changes, context)])
}

/** The feeds come after the jobs, so that nothing is locked later than their counters. */
async function startJobsAndTellFeeds(tx: Tx, changes: readonly CaseChange[], context: SaveContext): Promise<void> {
  const { districtId } = context.actor
  await context.startJobs(tx, districtId, changes)
  await appendToFeeds(
    tx,
    districtId,
    changes.flatMap((change) => projectCase(change.after, context.catalogue)),
  )
}

/** Chains the ruling's events and turns it into rows to be written. */
function toChange({ before, ruling }: Ruled, context: ChainContext): CaseChange {
  const { stored, events } = chainEvents(ruling.file.case, ruling.events, context)
  const { documents, dispatches, announcements } = ruling
  return { before, after: { ...ruling.file, case: stored }, events, documents, dispatches, announcements }
}
