import { router } from '../trpc'
import { answerProcedure } from './answer'
import { decideProcedure } from './decide'
import { listProcedure } from './list'
import { requestProcedure } from './request'
import { takeBackProcedure } from './takeBack'

export const recoveryRouter = router({
  request: requestProcedure,
  answer: answerProcedure,
  takeBack: takeBackProcedure,
  list: listProcedure,
  decide: decideProcedure,
})
