import { DecideInput } from '@onetrip/shared/wire/inbox'
import { OperationOutcome } from '@onetrip/shared/wire/push'
import { decideTask } from '../../domain/inbox/decideTask'
import { procedure } from '../trpc'

/** One act on a task. Safe to be asked again with the same `opId`. */
export const decideTaskProcedure = procedure('task.decide')
  .input(DecideInput)
  .output(OperationOutcome)
  .mutation(({ ctx, input }) => decideTask(ctx.house, ctx.actor, input))
