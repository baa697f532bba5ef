import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '@onetrip/server/app/router'
import type { PostId } from '@onetrip/shared/lib/ids'
import { APP_HEADER, POST_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { createGuardedFetch, type Fetch } from './serverAnswer'

/** The typed server as a page sees it. */
export type ServerClient = TRPCClient<AppRouter>

type ClientParts = {
  readonly app: 'agent' | 'staff' | 'resident'
  readonly fetch: Fetch
  /** In whose name the page asks, looked at for each call; undefined as long as nobody is signed in on it. */
  readonly findPostId?: () => PostId | undefined
  /** Empty on the page. */
  readonly origin?: string
}

/** Headers that one call adds to all others: where a piece of a scan belongs. */
type CallContext = { readonly headers?: Readonly<Record<string, string>> }

/** One request per call: what is asked for together is seldom ready together, and the engine batches by itself. */
export function createServerClient({ app, fetch, findPostId, origin = '' }: ClientParts): ServerClient {
  const url = `${origin}/api/${app}/trpc`
  const guarded = createGuardedFetch(fetch)
  const headers = ({ op }: { op: { context: unknown } }) => {
    const postId = findPostId?.()
    return {
      [APP_HEADER]: app,
      [PROTOCOL_HEADER]: String(PROTOCOL),
      ...(postId !== undefined && { [POST_HEADER]: postId }),
      // Only the sync transport sets a context.
      ...(op.context as CallContext).headers,
    }
  }
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        // A browser's event stream takes no header of ours; it says only that something moved.
        true: httpSubscriptionLink({ url }),
        // tRPC types fetch by the smallest shape that it needs; what comes is the browser's own.
        false: httpLink({ url, fetch: (input, init) => guarded(input, init as RequestInit), headers }),
      }),
    ],
  })
}
