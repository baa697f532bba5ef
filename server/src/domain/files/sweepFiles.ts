import { addMs, type Instant } from '@onetrip/shared/lib/time'
import { forgetPulls } from '../../db/inboundMessages'
import { inTransaction, type Scope } from '../../db/transaction'
import { deleteUploads, findUpload } from '../../db/uploads'
import type { House } from '../house'
import type { PartialFile, StrayFiles } from './files'
import { isHere } from './storedScan'

export type SweepDeps = { readonly house: House; readonly strayFiles: StrayFiles }

/** As long as a tablet keeps what it has sent; after that nobody goes on with an upload. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/**
 * Takes away what a month has not touched: partial uploads with their rows, drafts of files, the ids of pulls. Never a
 * scan that a case names: the store is not looked at, and an upload that has all the bytes of an awaited scan stays,
 * told to the log. Whatever a crash leaves half done is done by the next night. Ends early when the process does.
 */
export async function sweepFiles({ house, strayFiles }: SweepDeps, signal: AbortSignal): Promise<void> {
  const { districtId, pool, clock } = house
  const before = addMs(clock(), -KEPT_MS)
  const scope: Scope = { districtId, postId: 'sweeper', role: 'sweeper', unitId: districtId }
  const kept: PartialFile[] = []
  for (const file of await strayFiles.listPartials()) {
    if (signal.aborted) return
    if (await isKept(house, scope, { file, before })) kept.push(file)
    else await house.uploads.remove(file.uploadId)
  }
  await strayFiles.removeDrafts(before)
  const keep = kept.map(({ uploadId }) => uploadId)
  await inTransaction(pool, scope, (tx) => deleteUploads(tx, districtId, { beganBefore: before, keep }))
  await inTransaction(pool, scope, (tx) => forgetPulls(tx, districtId, before))
}

type Looked = { readonly file: PartialFile; readonly before: Instant }

async function isKept(house: House, scope: Scope, { file, before }: Looked): Promise<boolean> {
  if (file.touchedAt >= before) return true
  const { districtId, pool } = house
  const upload = await inTransaction(pool, scope, (tx) => findUpload(tx, districtId, file.uploadId))
  if (!upload || file.sizeBytes < upload.sizeBytes) return false
  const isOnlyCopy = !(await isHere(house.scans, upload))
  if (isOnlyCopy)
    house.report(new Error(`upload ${file.uploadId} has all bytes of an awaited scan, and nobody ended it`))
  return isOnlyCopy
}
