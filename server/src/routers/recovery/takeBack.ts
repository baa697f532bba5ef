import * as z from 'zod/mini'
import { RecoveryInput } from '@onetrip/shared/wire/recovery'
import { takeBackRecovery } from '../../domain/recovery/answerRecovery'
import { procedure } from '../trpc'

/** Ends the caller's own request. */
export const takeBackProcedure = procedure('recovery.request')
  .input(RecoveryInput)
  .output(z.void())
  .mutation(({ ctx, input }) => takeBackRecovery(ctx.house, ctx.actor, input.recoveryId))
