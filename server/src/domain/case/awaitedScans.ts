import { scansOf } from '@onetrip/shared/case/content'
import type { StoredCase, StoredScan } from '../../db/caseFile'

/** A row for each scan that the words name and nobody has named before. */
export function awaitedScans(stored: StoredCase, known: readonly StoredScan[]): StoredScan[] {
  const seen = new Set<string>(known.map((scan) => scan.scanId))
  const added = scansOf(stored.content).filter((scan) => !seen.has(scan.scanId))
  return [...known, ...added.map((scan) => ({ caseId: stored.caseId, ...scan, arrivedAt: null }))]
}
