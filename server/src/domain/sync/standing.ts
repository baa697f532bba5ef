import type { Instant } from '@onetrip/shared/lib/time'
import type { UploadStanding } from '@onetrip/shared/wire/upload'
import { inTransaction } from '../../db/transaction'
import { addUpload, findUpload, travellingBytes, type StoredUpload } from '../../db/uploads'
import type { Actor } from '../actor'
import type { Chunks, ScanDefect } from '../files/files'
import { isHere } from '../files/storedScan'
import { applyContextFor, type House } from '../house'
import { arriveScan } from './arriveScan'
import { openScan } from './openScan'

/** An upload, whose it is to say where it stands, and in which epoch it was read. */
export type Underway = {
  readonly upload: StoredUpload
  readonly epoch: string
  /** Whether its row stands as it is here; if not, it is written with the first that is kept of it. */
  readonly isBegun: boolean
}

/**
 * Where an upload stands. One that has all its bytes is completed here, so that whatever a crash left undone is
 * done by the next offer or piece. A scan that the store has lost since is asked for again. [SYNC-R10]
 */
export async function settleUpload(house: House, actor: Actor, underway: Underway): Promise<UploadStanding> {
  const { upload } = underway
  if (upload.arrivedAt !== null && (await isHere(house.scans, upload))) {
    await house.uploads.remove(upload.uploadId)
    return acknowledge(house, underway, upload.arrivedAt)
  }
  const offset = await house.uploads.sizeOf(upload.uploadId)
  if (offset < travellingBytes(upload)) return { status: 'continue', offset }
  return completeUpload(house, actor, { ...underway, brought: await house.uploads.read(upload.uploadId) })
}

export type WholeUpload = Underway & { readonly brought: Chunks }

/** Ends an upload that has brought all its bytes, wherever they are now. */
export async function completeUpload(house: House, actor: Actor, whole: WholeUpload): Promise<UploadStanding> {
  const { upload } = whole
  const stored = await house.lend(upload.sizeBytes, (scan) => store(house, whole, scan))
  if (stored === 'short') return afterAnother(house, actor, whole)
  if (stored !== 'stored') {
    await house.uploads.remove(upload.uploadId)
    return stored
  }
  const arrivedAt = await arrive(house, actor, whole)
  await house.uploads.remove(upload.uploadId)
  return acknowledge(house, whole, arrivedAt)
}

/** Puts the scan into the store, if it is what its case names; otherwise tells why not. `short`: it is not here any more. */
async function store(
  house: House,
  whole: WholeUpload,
  scan: Uint8Array<ArrayBuffer>,
): Promise<'stored' | 'short' | UploadStanding> {
  const opened = await openScan(house, whole, scan)
  if (opened === 'short') return opened
  const refused = opened === 'spoilt' ? MISMATCH : await findDefect(house, whole.upload, scan)
  if (refused) return refused
  await house.scans.put(whole.upload.scanId, scan)
  return 'stored'
}

const MISMATCH: UploadStanding = { status: 'mismatch' }

/** The upload's row, where it has none yet, stands with the arrival or not at all: one commit for both. */
function arrive(house: House, actor: Actor, { upload, isBegun }: Underway): Promise<Instant> {
  const context = applyContextFor(house, actor)
  return inTransaction(house.pool, actor, async (tx) => {
    // What is asked first is worked off first: the case is locked before the row refers to it.
    const arriving = arriveScan(tx, upload, context)
    const begun = isBegun || addUpload(tx, actor.districtId, { ...upload, beganAt: context.now })
    const [arrivedAt] = await Promise.all([arriving, begun])
    return arrivedAt
  })
}

function acknowledge(house: House, { upload, epoch }: Underway, arrivedAt: Instant): UploadStanding {
  const { caseId, scanId } = upload
  const acknowledged = { about: 'scan', districtId: house.districtId, caseId, scanId } as const
  const acknowledgement = house.acknowledger.acknowledge([{ acknowledged, at: arrivedAt }], epoch)
  return { status: 'complete', arrivedAt, acknowledgement }
}

/** Something else than it claims to be is of no type that anybody asked for. */
async function findDefect(house: House, upload: StoredUpload, bytes: Uint8Array): Promise<UploadStanding | undefined> {
  const found = await house.inspectScan(bytes)
  const unreadable = (why: ScanDefect): UploadStanding => ({ status: 'unreadable', why })
  if (!found.ok) return unreadable(found.error)
  return found.value.mediaType === upload.mediaType ? undefined : unreadable('unknown-type')
}

/** The bytes went away between two looks: another request of the same device has completed them, or thrown them away. */
async function afterAnother(house: House, actor: Actor, underway: Underway): Promise<UploadStanding> {
  const { uploadId } = underway.upload
  const now = await inTransaction(house.pool, actor, (tx) => findUpload(tx, actor.districtId, uploadId))
  const isThere = now?.arrivedAt && (await isHere(house.scans, now))
  return isThere ? acknowledge(house, underway, now.arrivedAt) : { status: 'continue', offset: 0 }
}
