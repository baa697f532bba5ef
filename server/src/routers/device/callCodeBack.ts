import { CallCodeBackAnswer, CallCodeBackInput } from '@onetrip/shared/wire/device'
import { callCodeBack } from '../../domain/device/callCodeBack'
import { procedure } from '../trpc'

/** Takes an open code back. */
export const callCodeBackProcedure = procedure('device.admit')
  .input(CallCodeBackInput)
  .output(CallCodeBackAnswer)
  .mutation(({ ctx, input }) => callCodeBack(ctx.house, ctx.actor, input.codeId))
