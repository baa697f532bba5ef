import type { Instant } from '@onetrip/shared/lib/time'
import type { UploadStanding } from '@onetrip/shared/wire/upload'
import { inTransaction } from '../../db/transaction'
import { findUpload, travellingBytes, type StoredUpload } from '../../db/uploads'
import type { Actor } from '../actor'
import type { ScanDefect } from '../files/files'
import { isHere } from '../files/storedScan'
import { applyContextFor, type House } from '../house'
import { arriveScan } from './arriveScan'
import { openScan } from './openScan'

/**
 * Where an upload stands. One that has all its bytes is completed here, so that whatever a crash left undone is
 * done by the next offer or piece. A scan that the store has lost since is asked for again. [SYNC-R10]
 */
export async function settleUpload(
  house: House,
  actor: Actor,
  { upload, epoch }: { readonly upload: StoredUpload; readonly epoch: string },
): Promise<UploadStanding> {
  const standing = await settle(house, actor, upload)
  if (standing.status !== 'complete') return standing
  const { caseId, scanId } = upload
  const { arrivedAt } = standing
  const acknowledged = { about: 'scan', districtId: house.districtId, caseId, scanId } as const
  const acknowledgement = house.acknowledger.acknowledge([{ acknowledged, at: arrivedAt }], epoch)
  return { status: 'complete', arrivedAt, acknowledgement }
}

type Settled = Exclude<UploadStanding, { status: 'complete' }> | Complete
type Complete = { readonly status: 'complete'; readonly arrivedAt: Instant }

async function settle(house: House, actor: Actor, upload: StoredUpload): Promise<Settled> {
  if (upload.arrivedAt !== null && (await isHere(house.scans, upload))) {
    await house.uploads.remove(upload.uploadId)
    return { status: 'complete', arrivedAt: upload.arrivedAt }
  }
  const offset = await house.uploads.sizeOf(upload.uploadId)
  return offset < travellingBytes(upload) ? { status: 'continue', offset } : complete(house, actor, upload)
}

async function complete(house: House, actor: Actor, upload: StoredUpload): Promise<Settled> {
  const brought = await house.uploads.read(upload.uploadId)
  if (!brought) return afterAnother(house, actor, upload)
  const bytes = await openScan(house, upload, brought)
  if (bytes?.length !== upload.sizeBytes || (await sha256(bytes)) !== upload.scanId) {
    await house.uploads.remove(upload.uploadId)
    return { status: 'mismatch' }
  }
  const defect = await findDefect(house, upload, bytes)
  if (defect) {
    await house.uploads.remove(upload.uploadId)
    return { status: 'unreadable', why: defect }
  }
  await house.scans.put(upload.scanId, bytes)
  const context = applyContextFor(house, actor)
  const arrivedAt = await inTransaction(house.pool, actor, (tx) => arriveScan(tx, upload, context))
  await house.uploads.remove(upload.uploadId)
  return { status: 'complete', arrivedAt }
}

/** Something else than it claims to be is of no type that anybody asked for. */
async function findDefect(house: House, upload: StoredUpload, bytes: Uint8Array): Promise<ScanDefect | undefined> {
  const found = await house.inspectScan(bytes)
  if (!found.ok) return found.error
  return found.value.mediaType === upload.mediaType ? undefined : 'unknown-type'
}

/** The bytes went away between two looks: another request of the same device has completed them, or thrown them away. */
async function afterAnother(house: House, actor: Actor, { uploadId }: StoredUpload): Promise<Settled> {
  const now = await inTransaction(house.pool, actor, (tx) => findUpload(tx, actor.districtId, uploadId))
  const isThere = now?.arrivedAt && (await isHere(house.scans, now))
  return isThere ? { status: 'complete', arrivedAt: now.arrivedAt } : { status: 'continue', offset: 0 }
}

/** By WebCrypto, which works beside the event loop: 20 MB would hold it for a twentieth of a second. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
}
