import { DecideRecoveryAnswer, DecideRecoveryInput } from '@onetrip/shared/wire/recovery'
import { decideRecovery } from '../../domain/recovery/decideRecovery'
import { procedure } from '../trpc'

/** One person's word: vouches for who asks, lets an agent back in, or not; with a reason. */
export const decideProcedure = procedure('recovery.decide')
  .input(DecideRecoveryInput)
  .output(DecideRecoveryAnswer)
  .mutation(({ ctx, input }) => decideRecovery(ctx.house, ctx.actor, input))
