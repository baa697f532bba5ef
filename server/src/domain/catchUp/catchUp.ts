import { groupBy } from '@onetrip/shared/lib/groupBy'
import { addMs, type Instant } from '@onetrip/shared/lib/time'
import { countLeftBehind, findUnprintedDocuments, findUntoldAnnouncements } from '../../db/leftBehind'
import { inTransaction } from '../../db/transaction'
import { announceTask, type AnnounceDeps } from '../department/announceTask'
import { DepartmentOutage, isAway } from '../department/gateway'
import { printDocument, type PrintDeps } from '../document/printDocument'
import type { House } from '../house'

export type CatchUpDeps = PrintDeps & AnnounceDeps

/** A job has tried for about a day by then; after that this is who remembers. */
const LEFT_AFTER_MS = 24 * 60 * 60_000
const LIMIT = 1000

/**
 * Tries once more what was due a day ago and is not done: written acts without their file, announcements without an
 * answer. The log is told how many are left, and of what a department refused. Ends early when the process does.
 */
export async function catchUp(deps: CatchUpDeps, signal: AbortSignal): Promise<void> {
  const { house } = deps
  const madeBefore = addMs(house.clock(), -LEFT_AFTER_MS)
  await printLeft(deps, { madeBefore, signal })
  await announceLeft(deps, { madeBefore, signal })
  const { untold, refused, unprinted } = await read(house, (tx) => countLeftBehind(tx, house.districtId, madeBefore))
  if (untold + refused + unprinted > 0)
    house.report(
      new Error(`for a day: ${untold} announcements unanswered, ${refused} refused; ${unprinted} documents unprinted`),
    )
}

type Left = { readonly madeBefore: Instant; readonly signal: AbortSignal }

async function printLeft(deps: CatchUpDeps, { madeBefore, signal }: Left): Promise<void> {
  const { house } = deps
  const left = await read(house, (tx) => findUnprintedDocuments(tx, house.districtId, { madeBefore, limit: LIMIT }))
  for (const documentId of left) {
    if (signal.aborted) return
    await printDocument(deps, documentId).catch(house.report)
  }
}

/** A department that nobody answers for ends its own turn, and no other's. */
async function announceLeft(deps: CatchUpDeps, { madeBefore, signal }: Left): Promise<void> {
  const { house } = deps
  const left = await read(house, (tx) => findUntoldAnnouncements(tx, house.districtId, { madeBefore, limit: LIMIT }))
  for (const ofDepartment of groupBy(left, ({ departmentId }) => departmentId).values()) {
    for (const { messageId } of ofDepartment) {
      if (signal.aborted) return
      try {
        await announceTask(deps, { messageId })
      } catch (error) {
        house.report(error)
        if (error instanceof DepartmentOutage && isAway(error)) break
      }
    }
  }
}

const read = <T>({ pool, districtId }: House, fn: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
  inTransaction(pool, { districtId, postId: 'catch-up', role: 'catch-up', unitId: districtId }, fn)
