import { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
import { offerScan } from '../../domain/sync/offerScan'
import { toTrpcError } from './refusals'
import { demandProof, sendingProcedure } from './sending'

/** From which byte on a scan is wanted. FORBIDDEN: a foreign device, or an id that stands for another upload. */
export const offer = sendingProcedure('scan.upload')
  .input(OfferInput)
  .output(UploadAnswer)
  .mutation(async ({ ctx, input }) => {
    demandProof(ctx, ctx.sender, input.uploadId)
    const offered = await offerScan(ctx.house, ctx.sender, input)
    if (!offered.ok) throw toTrpcError(offered.error)
    return offered.value
  })
