import { findScope } from '@onetrip/shared/access/policy'
import type { ScanRef } from '@onetrip/shared/case/content'
import { getItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { addAuditRow } from '../../db/audit'
import type { CaseFile } from '../../db/caseFile'
import { readCaseFiles } from '../../db/readCaseFiles'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import { readScan } from '../files/storedScan'
import type { House } from '../house'
import { askedBy, isScanAsked } from './asked'

export type ScanKey = { readonly caseId: CaseId; readonly scanId: ScanId }
export type ViewedScan = { readonly mediaType: ScanRef['mediaType']; readonly bytes: AsyncIterable<Uint8Array> }

/**
 * A page that an item of the reviewer's own department asks for. Undefined for what is foreign, not asked for, missing
 * or still on its way, alike; each call leaves one row in the audit log. One that the store has lost is told to the log.
 */
export async function viewScan(house: House, actor: Actor, key: ScanKey): Promise<ViewedScan | undefined> {
  if (findScope(actor.role, 'scan.view') !== 'own-department') return undefined
  const scan = await inTransaction(house.pool, actor, async (tx) => {
    const file = (await readCaseFiles(tx, actor.districtId, [key.caseId])).get(key.caseId)
    const catalogue = await house.readCatalogue(tx, actor.districtId)
    const isOwn = file !== undefined && isAskedBy(file, { scanId: key.scanId, unitId: actor.unitId, catalogue })
    await addAuditRow(tx, actor.districtId, {
      auditId: house.newId(),
      at: house.clock(),
      procedure: 'scan.view',
      role: actor.role,
      actorId: actor.postId,
      entity: `scan:${key.caseId}:${key.scanId}`,
      detail: { found: isOwn },
    })
    return isOwn ? file.scans.find((one) => one.scanId === key.scanId && one.arrivedAt !== null) : undefined
  })
  const bytes = scan && (await readScan(house, scan))
  return bytes && { mediaType: scan.mediaType, bytes }
}

type Reader = { readonly scanId: ScanId; readonly unitId: string; readonly catalogue: Catalogue }

const isAskedBy = (file: CaseFile, { scanId, unitId, catalogue }: Reader): boolean =>
  file.case.content.items
    .map((ref) => getItem(catalogue, ref))
    .some((item) => item.departmentId === unitId && isScanAsked(askedBy(item, file.case.content), scanId))
