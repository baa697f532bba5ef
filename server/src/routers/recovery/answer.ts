import { RecoveryAnswer, RecoveryInput } from '@onetrip/shared/wire/recovery'
import { answerRecovery } from '../../domain/recovery/answerRecovery'
import { procedure } from '../trpc'

/** What the office says to the caller's own request. */
export const answerProcedure = procedure('recovery.request')
  .input(RecoveryInput)
  .output(RecoveryAnswer)
  .query(({ ctx, input }) => answerRecovery(ctx.house, ctx.actor, input.recoveryId))
