import { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
import { offerScan } from '../../domain/sync/offerScan'
import { procedure } from '../trpc'
import { toTrpcError } from './refusals'

/** From which byte on a scan is wanted. FORBIDDEN: a foreign device, or an id that stands for another upload. */
export const offer = procedure('scan.upload')
  .input(OfferInput)
  .output(UploadAnswer)
  .mutation(async ({ ctx, input }) => {
    const offered = await offerScan(ctx.house, ctx.actor, input)
    if (!offered.ok) throw toTrpcError(offered.error)
    return offered.value
  })
