import { findScope } from '@onetrip/shared/access/policy'
import { findDocument } from '../../db/documents'
import { inTransaction } from '../../db/transaction'
import type { Actor } from '../actor'
import type { ScanStore } from '../files/files'
import type { House } from '../house'
import { leaveTrace } from '../trace'

export type ViewedDocument = { readonly bytes: AsyncIterable<Uint8Array>; readonly fileName: string }

/**
 * A printed act of the reviewer's own department. Undefined for a foreign, a missing and a not yet printed one, alike;
 * each call leaves one row in the audit log.
 */
export async function viewDocument(
  { house, documents }: { readonly house: House; readonly documents: ScanStore },
  actor: Actor,
  documentId: string,
): Promise<ViewedDocument | undefined> {
  if (findScope(actor.role, 'document.view') !== 'own-department') return undefined
  const own = await inTransaction(house.pool, actor, async (tx) => {
    const document = await findDocument(tx, actor.districtId, documentId)
    const isOwn = document?.departmentId === actor.unitId
    await leaveTrace(tx, house, {
      by: actor,
      at: house.clock(),
      procedure: 'document.view',
      entity: `document:${documentId}`,
      detail: { found: isOwn },
    })
    return isOwn ? document : undefined
  })
  if (!own?.fileSha256) return undefined
  const bytes = await documents.get(own.fileSha256)
  return bytes && { bytes, fileName: `${own.kind}-${own.receiptNumber}.pdf` }
}
