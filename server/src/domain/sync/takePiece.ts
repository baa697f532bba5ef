import { MAX_WHOLE_BYTES } from '@onetrip/shared/wire/protocol'
import type { UploadStanding } from '@onetrip/shared/wire/upload'
import { inTransaction } from '../../db/transaction'
import { addUpload, travellingBytes } from '../../db/uploads'
import type { Actor } from '../actor'
import type { Chunks } from '../files/files'
import { isHere } from '../files/storedScan'
import type { House } from '../house'
import { completeUpload, settleUpload, type Underway, type WholeUpload } from './standing'

export type Piece = {
  readonly offset: number
  /** Ends early when the connection is cut: what came counts. */
  readonly chunks: Chunks
}

type Taken = Underway & { readonly piece: Piece }

/**
 * Takes a piece of the sender's own upload, and tells where the upload stands then. A small scan in one piece is held
 * until it is in the store. Nothing was said of it before, so the file of its own that it goes without loses nobody
 * anything; only what does not end as it should — a piece that was cut, a disk or a database that failed — is laid there,
 * and goes on from there. [SYNC-R10]
 */
export async function takePiece(house: House, actor: Actor, taken: Taken): Promise<UploadStanding> {
  const { upload, piece } = taken
  // A scan is stored once: bytes for one that is here would only be thrown away again.
  if (await isHere(house.scans, upload)) return settleUpload(house, actor, taken)
  if (piece.offset > 0 || travellingBytes(upload) > MAX_WHOLE_BYTES) return lay(house, actor, taken)

  return house.lend(travellingBytes(upload), (sheet) => hold(house, actor, { ...taken, sheet }))
}

async function hold(
  house: House,
  actor: Actor,
  { sheet, piece, ...underway }: Taken & { readonly sheet: Uint8Array<ArrayBuffer> },
): Promise<UploadStanding> {
  const came = await gather(piece.chunks, sheet)
  if (came.bytes > sheet.length) return completeUpload(house, actor, { ...underway, brought: [sheet, TOO_MUCH] })
  if (came.bytes === sheet.length) return completeOrLay(house, actor, { ...underway, brought: [sheet] })
  const cut = { offset: 0, chunks: [sheet.subarray(0, came.bytes)] }
  const standing = await lay(house, actor, { ...underway, piece: cut })
  if (came.broke) throw came.broke.error
  return standing
}

/** Stands for what came beyond the end, and is held by nobody. */
const TOO_MUCH = new Uint8Array(1)

async function completeOrLay(house: House, actor: Actor, whole: WholeUpload): Promise<UploadStanding> {
  const { uploadId } = whole.upload
  try {
    return await completeUpload(house, actor, whole)
  } catch (error) {
    // The bytes first: it may be the database that fails. And what went wrong first is the news.
    await house.uploads
      .append(uploadId, 0, whole.brought)
      .then(() => house.uploads.keep(uploadId))
      .then(() => begin(house, actor, whole))
      .catch(() => undefined)
    throw error
  }
}

/** Writes a piece into the upload's file. What completes it needs no sync there: it is synced in the store. */
async function lay(house: House, actor: Actor, { piece, ...underway }: Taken): Promise<UploadStanding> {
  const { upload } = underway
  await begin(house, actor, underway)
  const sizeBytes = await house.uploads.append(upload.uploadId, piece.offset, piece.chunks)
  if (sizeBytes < travellingBytes(upload)) await house.uploads.keep(upload.uploadId)
  return settleUpload(house, actor, { ...underway, isBegun: true })
}

async function begin(house: House, actor: Actor, { upload, isBegun }: Underway): Promise<void> {
  if (isBegun) return
  const begun = { ...upload, beganAt: house.clock() }
  await inTransaction(house.pool, actor, (tx) => addUpload(tx, actor.districtId, begun))
}

type Came = { readonly bytes: number; readonly broke: { readonly error: unknown } | undefined }

/** Copied as it comes: a chunk of a line is a sixteenth of a megabyte, and would be held whole for whatever it carries. */
async function gather(chunks: Chunks, sheet: Uint8Array): Promise<Came> {
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      if (bytes < sheet.length) sheet.set(chunk.subarray(0, sheet.length - bytes), bytes)
      bytes += chunk.length
    }
    return { bytes, broke: undefined }
  } catch (error) {
    return { bytes, broke: { error } }
  }
}
