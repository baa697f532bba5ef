import { RecoveryRequestAnswer, RecoveryRequestInput } from '@onetrip/shared/wire/recovery'
import { requestRecovery } from '../../domain/recovery/requestRecovery'
import { procedure } from '../trpc'

/** Asks for the way back into the caller's own vault. */
export const requestProcedure = procedure('recovery.request')
  .input(RecoveryRequestInput)
  .output(RecoveryRequestAnswer)
  .mutation(({ ctx, input }) => requestRecovery(ctx.house, ctx.actor, input))
