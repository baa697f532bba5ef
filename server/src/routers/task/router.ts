import { router } from '../trpc'
import { decideTaskProcedure } from './decideTask'
import { openTaskProcedure } from './openTask'

export const taskRouter = router({ open: openTaskProcedure, decide: decideTaskProcedure })
