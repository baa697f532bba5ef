import * as z from 'zod/mini'
import { RecoveryListAnswer } from '@onetrip/shared/wire/recovery'
import { listRecoveries } from '../../domain/recovery/listRecoveries'
import { procedure } from '../trpc'

/** The district's requests that wait. */
export const listProcedure = procedure('recovery.list')
  .input(z.void())
  .output(RecoveryListAnswer)
  .query(({ ctx }) => listRecoveries(ctx.house, ctx.actor))
