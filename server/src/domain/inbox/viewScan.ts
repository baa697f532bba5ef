import { findScope } from '@onetrip/shared/access/policy'
import type { ScanRef } from '@onetrip/shared/case/content'
import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { CaseFile } from '../../db/caseFile'
import { readCaseFiles } from '../../db/readCaseFiles'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import { readScan } from '../files/storedScan'
import type { House } from '../house'
import { leaveTrace } from '../trace'
import { askedBy, isScanAsked } from './asked'

export type ScanView = {
  readonly caseId: CaseId
  readonly scanId: ScanId
  /** As it was handed in, or drawn anew: the audit log tells one from the other. A PDF has no preview here. */
  readonly as: 'original' | 'preview'
}
export type ViewedScan = { readonly mediaType: ScanRef['mediaType']; readonly bytes: AsyncIterable<Uint8Array> }

/**
 * A page that an item of the reviewer's own department asks for. Undefined for what is foreign, not asked for, missing
 * or still on its way, alike; each call leaves one row in the audit log. One that the store has lost is told to the log.
 */
export async function viewScan(house: House, actor: Actor, view: ScanView): Promise<ViewedScan | undefined> {
  if (findScope(actor.role, 'scan.view') !== 'own-department') return undefined
  const { caseId, scanId, as } = view
  const { districtId, unitId } = actor
  const scan = await inTransaction(house.pool, actor, async (tx) => {
    const [files, catalogue] = await Promise.all([
      readCaseFiles(tx, districtId, [caseId]),
      house.readCatalogue(tx, districtId),
    ])
    const file = files.get(caseId)
    const isOwn = file !== undefined && isAskedBy(file, { scanId, unitId, catalogue })
    await leaveTrace(tx, house, {
      by: actor,
      at: house.clock(),
      procedure: 'scan.view',
      entity: `scan:${caseId}:${scanId}`,
      detail: { found: isOwn, as },
    })
    return isOwn ? file.scans.find((one) => one.scanId === scanId && one.arrivedAt !== null) : undefined
  })
  if (!scan || (as === 'preview' && scan.mediaType === 'application/pdf')) return undefined
  const bytes = await readScan(house, scan)
  return bytes && { mediaType: scan.mediaType, bytes }
}

type Reader = { readonly scanId: ScanId; readonly unitId: string; readonly catalogue: Catalogue }

const isAskedBy = (file: CaseFile, { scanId, unitId, catalogue }: Reader): boolean =>
  file.case.content.items
    .map((ref) => getItem(catalogue, ref))
    .some((item) => item.departmentId === unitId && isScanAsked(askedBy(item, file.case.content), scanId))
