import type { UploadId } from '@onetrip/shared/lib/ids'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
import { getEpoch } from '../../db/epoch'
import { inTransaction } from '../../db/transaction'
import { findUpload } from '../../db/uploads'
import type { House } from '../house'
import { isSendersOwn, type Sender } from './sender'
import { takePiece, type Piece } from './takePiece'

/** Takes the next piece of an upload that was offered; unknown and foreign ones answer alike, and nothing is read. */
export async function appendPiece(
  house: House,
  sender: Sender,
  { uploadId, ...piece }: Piece & { readonly uploadId: UploadId },
): Promise<UploadAnswer> {
  const { actor } = sender
  const [epoch, upload] = await inTransaction(house.pool, actor, (tx) =>
    Promise.all([getEpoch(tx), findUpload(tx, actor.districtId, uploadId)]),
  )
  const answer = { epoch, serverTime: house.clock() }
  if (upload?.stationId !== actor.unitId || !isSendersOwn(sender, upload))
    return { ...answer, standing: { status: 'not-awaited' } }
  return { ...answer, standing: await takePiece(house, actor, { upload, epoch, isBegun: true, piece }) }
}
