import type { Poke } from '@onetrip/shared/wire/pull'
import { feedsOf } from '../../domain/sync/feedsOf'
import { procedure } from '../trpc'

/**
 * Where the reader's feeds stand, now and whenever one moves. tRPC checks no output of a subscription while it
 * streams, so its type stands here.
 */
export const pokes = procedure('feed.read').subscription(async function* ({ ctx, signal }): AsyncGenerator<Poke, void> {
  yield* ctx.house.pokes.watch(feedsOf(ctx.actor, ctx.scope), signal ?? new AbortController().signal)
})
