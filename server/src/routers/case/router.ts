import { router } from '../trpc'
import { contentProcedure } from './content'

export const caseRouter = router({ content: contentProcedure })
