import { MintCodeAnswer, MintCodeInput } from '@onetrip/shared/wire/device'
import { mintCode } from '../../domain/device/mintCode'
import { procedure } from '../trpc'

/** A code for one new tablet; it is in this answer and nowhere else. */
export const mintCodeProcedure = procedure('device.admit')
  .input(MintCodeInput)
  .output(MintCodeAnswer)
  .mutation(({ ctx, input }) => mintCode(ctx.house, ctx.actor, input.stationId))
