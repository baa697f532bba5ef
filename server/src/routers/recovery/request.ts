import { TRPCError } from '@trpc/server'
import { RecoveryRequestAnswer, RecoveryRequestInput } from '@onetrip/shared/wire/recovery'
import { requestRecovery } from '../../domain/recovery/requestRecovery'
import { procedure } from '../trpc'

/**
 * Asks for the way back into the caller's own vault. TOO_MANY_REQUESTS, with `Retry-After`: in protocol 1 there is no
 * refusal for it, and a tablet of before takes each that it does not know for the last word.
 */
export const requestProcedure = procedure('recovery.request')
  .input(RecoveryRequestInput)
  .output(RecoveryRequestAnswer)
  .mutation(async ({ ctx, input }): Promise<RecoveryRequestAnswer> => {
    const requested = await requestRecovery(ctx.house, ctx.actor, input)
    if (requested.status !== 'too-many-requests') return requested
    ctx.setRetryAfter(requested.retryAfterSeconds)
    throw new TRPCError({ code: 'TOO_MANY_REQUESTS' })
  })
