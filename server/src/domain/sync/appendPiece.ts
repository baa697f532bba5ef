import type { UploadId } from '@onetrip/shared/lib/ids'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import { getEpoch } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import { findUpload } from '../../db/uploads'
import { isHere } from '../files/storedScan'
import type { House } from '../house'
import { isSendersOwn, type Sender } from './sender'
import { settleUpload } from './standing'

export type Piece = {
  readonly uploadId: UploadId
  readonly offset: number
  /** Ends early when the connection is cut: what came counts. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Takes the next piece of an upload that was offered; unknown and foreign ones answer alike, and nothing is read. */
export async function appendPiece(house: House, sender: Sender, piece: Piece): Promise<UploadAnswer> {
  const { actor } = sender
  const [epoch, upload] = await inTransaction(house.pool, actor, (tx) =>
    Promise.all([getEpoch(tx), findUpload(tx, actor.districtId, piece.uploadId)]),
  )
  const answer = { epoch, serverTime: house.clock() }
  if (upload?.stationId !== actor.unitId || !isSendersOwn(sender, upload))
    return { ...answer, standing: { status: 'not-awaited' } }
  // A scan is stored once: bytes for one that is here would only be thrown away again.
  if (!(await isHere(house.scans, upload))) await house.uploads.append(upload.uploadId, piece.offset, piece.chunks)
  return { ...answer, standing: await settleUpload(house, actor, { upload, epoch }) }
}
