import { dateIn, type Instant } from '@onetrip/shared/lib/time'
import type { CaseFile } from '../../db/caseFile'
import { lockCaseFiles } from '../../db/readCaseFiles'
import type { Tx } from '../../db/transaction'
import type { StoredUpload } from '../../db/uploads'
import { startRuling, type RulingContext } from '../case/ruling'
import { settleWholeness } from '../case/wholeness'
import type { ApplyContext } from '../operations/applyOperations'
import { saveRulings } from '../operations/saveRulings'
import { leaveTrace } from '../trace'

/**
 * A scan is here: its case knows, and is whole when it was the last. Once only; a repeat changes nothing.
 * The bytes must be in the store before, so that no case ever names a scan that cannot be shown. Answers when it
 * arrived, now or before.
 */
export async function arriveScan(tx: Tx, upload: StoredUpload, context: ApplyContext): Promise<Instant> {
  const { actor, now } = context
  const { districtId } = actor
  const [files, catalogue] = await Promise.all([
    // Locked before it is read: two last scans at once must not both find the other missing.
    lockCaseFiles(tx, districtId, [upload.caseId]),
    context.readCatalogue(tx, districtId),
  ])
  const before = files.get(upload.caseId)
  const after = before && withArrived(before, upload, context)
  if (!after) return arrivedBefore(before, upload)

  const ruling = settleWholeness(startRuling(after), {
    ...context,
    catalogue,
    today: dateIn(catalogue.district.timeZone, now),
    ...NO_OPERATION,
  })
  const trace = leaveTrace(tx, context, {
    by: actor,
    at: now,
    procedure: 'sync.append',
    entity: `case:${upload.caseId}`,
    detail: { scanId: upload.scanId, deviceId: upload.deviceId },
  })
  await Promise.all([trace, saveRulings(tx, [{ before, ruling }], { ...context, catalogue })])
  return now
}

/** Throws where no row says so: nothing is signed for that the house does not hold. */
function arrivedBefore(file: CaseFile | undefined, { caseId, scanId }: StoredUpload): Instant {
  const arrivedAt = file?.scans.find((scan) => scan.scanId === scanId)?.arrivedAt
  if (!arrivedAt) throw new Error(`scan ${scanId} of case ${caseId} is complete, and no row awaits it`)
  return arrivedAt
}

/** Undefined when it has arrived before, or nobody awaits it. */
function withArrived(file: CaseFile, { scanId }: StoredUpload, { now }: ApplyContext): CaseFile | undefined {
  const awaited = file.scans.find((scan) => scan.scanId === scanId && scan.arrivedAt === null)
  if (!awaited) return undefined
  const arrived = { ...awaited, arrivedAt: now }
  return { ...file, scans: file.scans.map((scan) => (scan === awaited ? arrived : scan)) }
}

/** An arriving scan is no operation: it names no receipt and settles none. */
const NO_OPERATION: Pick<RulingContext, 'isReceiptNumberTaken' | 'findOutcome' | 'deviceSince'> = {
  deviceSince: undefined,
  isReceiptNumberTaken: () => false,
  findOutcome: () => undefined,
}
