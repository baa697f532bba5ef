import { InboxAnswer, InboxInput } from '@onetrip/shared/wire/inbox'
import { listInbox } from '../../domain/inbox/listInbox'
import { procedure } from '../trpc'

/** The tasks of the caller's department, the most urgent first. */
export const listInboxProcedure = procedure('inbox.read')
  .input(InboxInput)
  .output(InboxAnswer)
  .query(({ ctx, input }) => listInbox(ctx.house, ctx.actor, input))
