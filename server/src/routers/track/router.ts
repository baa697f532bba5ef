import { router } from '../trpc'
import { lookUp } from './lookUp'

export const trackRouter = router({ lookUp })
