import { OpenTaskAnswer, OpenTaskInput } from '@onetrip/shared/wire/inbox'
import { openTask } from '../../domain/inbox/openTask'
import { procedure } from '../trpc'

/** One task with what its item asks of the case; each opening leaves its trace. */
export const openTaskProcedure = procedure('task.open')
  .input(OpenTaskInput)
  .output(OpenTaskAnswer)
  .query(({ ctx, input }) => openTask(ctx.house, ctx.actor, input))
