import { followExchanges } from '@onetrip/shared/case/followExchanges'
import type { ScanId } from '@onetrip/shared/lib/ids'
import { err, ok } from '@onetrip/shared/lib/result'
import type { CaseReplaceScan } from '@onetrip/shared/wire/operation'
import type { CaseFile, StoredCase } from '../../db/caseFile'
import { awaitedScans } from './awaitedScans'
import { extendRuling, startRuling, type RulingContext, type RulingResult } from './ruling'
import { settleWholeness } from './wholeness'

/**
 * The way out for a case that waits for a page which can never come: the station names another in its place. Only
 * while that page is awaited; what has arrived is changed by a correction, and a signature by nobody. [CASE-R17]
 */
export function replaceScan(file: CaseFile | undefined, op: CaseReplaceScan, context: RulingContext): RulingResult {
  if (!file || file.case.stationId !== context.actor.unitId) return err({ kind: 'case-not-found' })
  const { replaces, by } = op.payload
  if (file.case.wholeAt !== null || !isAwaited(file, replaces)) return err({ kind: 'wrong-status', status: 'whole' })
  const content = followExchanges(file.case.content, [{ replaces, by }])
  const replacedScans = [...file.case.replacedScans, replaces]
  const stored: StoredCase = { ...file.case, content, replacedScans, revision: file.case.revision + 1 }
  const replaced = extendRuling(startRuling({ ...file, case: stored, scans: awaitedScans(stored, file.scans) }), {
    events: [{ kind: 'scan-replaced', detail: { replaces, by: by.scanId, opId: op.opId } }],
  })
  return ok({ ...settleWholeness(replaced, context), revision: stored.revision })
}

/** A page of a paper that the words name and that is not here. */
function isAwaited({ case: { content }, scans }: CaseFile, scanId: ScanId): boolean {
  const isNamed = content.materials.some(({ pages }) => pages.some((page) => page.scanId === scanId))
  return isNamed && scans.some((scan) => scan.scanId === scanId && scan.arrivedAt === null)
}
