import { router } from '../trpc'
import { listInboxProcedure } from './listInbox'

export const inboxRouter = router({ list: listInboxProcedure })
