import { router } from '../trpc'
import { listDispatchesProcedure } from './listDispatches'

export const dispatchRouter = router({ list: listDispatchesProcedure })
