import { TRPCError } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { UploadId } from '@onetrip/shared/lib/ids'
import { MAX_SCAN_BYTES, OFFER_HEADER, OFFSET_HEADER, UPLOAD_ID_HEADER } from '@onetrip/shared/wire/protocol'
import { readOffer, UploadAnswer, type OfferInput } from '@onetrip/shared/wire/upload'
import { appendPiece } from '../../domain/sync/appendPiece'
import { offerAndAppend } from '../../domain/sync/offerScan'
import type { RequestContext } from '../trpc'
import { chunksOf } from './chunksOf'
import { toTrpcError } from './refusals'
import { demandProof, sendingProcedure } from './sending'

/**
 * The next piece of a scan. Which upload, and from which byte on, stands in headers: the body is the piece alone. The
 * offer may come with it, in a header too, and is answered as one. FORBIDDEN: as in `offer`.
 */
export const append = sendingProcedure('scan.upload')
  .input(octetInputParser)
  .output(UploadAnswer)
  .mutation(async ({ ctx, input, signal }) => {
    const { uploadId, offset, offer } = readHeaders(ctx)
    demandProof(ctx, ctx.sender, uploadId)
    const chunks = chunksOf(input, signal)
    if (!offer) return appendPiece(ctx.house, ctx.sender, { uploadId, offset, chunks })
    const taken = await offerAndAppend(ctx.house, ctx.sender, { offer, offset, chunks })
    if (!taken.ok) throw toTrpcError(taken.error)
    return taken.value
  })

type Headers = { readonly uploadId: UploadId; readonly offset: number; readonly offer: OfferInput | undefined }

function readHeaders({ findHeader }: RequestContext): Headers {
  const uploadId = UploadId.safeParse(findHeader(UPLOAD_ID_HEADER))
  const digits = findHeader(OFFSET_HEADER) ?? ''
  const offset = Number(digits)
  const offered = findHeader(OFFER_HEADER)
  const offer = offered === undefined ? undefined : readOffer(offered)
  // The proof is of the upload that the first header names, and the offer must be of that one.
  const isOffered = offered === undefined || (uploadId.success && offer?.uploadId === uploadId.data)
  if (!uploadId.success || !/^\d{1,9}$/.test(digits) || offset > MAX_SCAN_BYTES || !isOffered) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'upload headers' })
  }
  return { uploadId: uploadId.data, offset, offer }
}
