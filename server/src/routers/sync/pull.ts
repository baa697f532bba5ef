import { PullInput, ToldAnswer } from '@onetrip/shared/wire/pull'
import { feedsOf } from '../../domain/sync/feedsOf'
import { pullFeeds } from '../../domain/sync/pullFeeds'
import { procedure } from '../trpc'
import { toTrpcError } from './refusals'

/** Changes down, of the feeds that are named. UNAUTHORIZED: a feed that is not the reader's. */
export const pull = procedure('feed.read')
  .input(PullInput)
  .output(ToldAnswer)
  .query(async ({ ctx, input }) => {
    const isRevoked = ctx.session?.isRevoked ?? false
    const reader = { actor: ctx.actor, feedIds: feedsOf(ctx.actor, ctx.scope), isRevoked }
    const pulled = await pullFeeds(ctx.house, reader, input)
    if (!pulled.ok) throw toTrpcError(pulled.error)
    return pulled.value
  })
