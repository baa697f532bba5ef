import * as z from 'zod/mini'
import { DispatchListAnswer } from '@onetrip/shared/wire/inbox'
import { listDispatches } from '../../domain/dispatch/listDispatches'
import { procedure } from '../trpc'

/** The district's sendings, the newest first: name, telephone and address, nothing of what is inside. */
export const listDispatchesProcedure = procedure('dispatch.read')
  .input(z.void())
  .output(DispatchListAnswer)
  .query(({ ctx }) => listDispatches(ctx.house, ctx.actor))
