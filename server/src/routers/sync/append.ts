import { TRPCError } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { UploadId } from '@onetrip/shared/lib/ids'
import { MAX_SCAN_BYTES, OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { UploadAnswer } from '@onetrip/shared/wire/upload'
import { appendPiece } from '../../domain/sync/appendPiece'
import type { RequestContext } from '../trpc'
import { chunksOf } from './chunksOf'
import { demandProof, sendingProcedure } from './sending'

/** The next piece of a scan. Which upload, and from which byte on, stands in headers: the body is the piece alone. */
export const append = sendingProcedure('scan.upload')
  .input(octetInputParser)
  .output(UploadAnswer)
  .mutation(({ ctx, input, signal }) => {
    const { uploadId, offset } = readHeaders(ctx)
    demandProof(ctx, ctx.sender, uploadId)
    return appendPiece(ctx.house, ctx.sender, { uploadId, offset, chunks: chunksOf(input, signal) })
  })

function readHeaders({ findHeader }: RequestContext): { readonly uploadId: UploadId; readonly offset: number } {
  const uploadId = UploadId.safeParse(findHeader(UPLOAD_ID_HEADER))
  const digits = findHeader(OFFSET_HEADER) ?? ''
  const offset = Number(digits)
  if (!uploadId.success || !/^\d{1,9}$/.test(digits) || offset > MAX_SCAN_BYTES) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'upload headers' })
  }
  return { uploadId: uploadId.data, offset }
}
