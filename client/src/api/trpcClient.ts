import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '@onetrip/server/app/router'
import { APP_HEADER } from '@onetrip/shared/wire/protocol'
import { createGuardedFetch, type Fetch } from './serverAnswer'

/** The typed server as a page sees it that keeps nothing offline. */
export type PageClient = TRPCClient<AppRouter>

/** One request per call: what is asked for together is seldom ready together. `origin` is empty on the page. */
export function createPageClient(app: 'staff' | 'resident', fetch: Fetch, origin = ''): PageClient {
  const url = `${origin}/api/${app}/trpc`
  const guarded = createGuardedFetch(fetch)
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        // tRPC types fetch by the smallest shape that it needs; what comes is the browser's own.
        false: httpLink({
          url,
          fetch: (input, init) => guarded(input, init as RequestInit),
          headers: { [APP_HEADER]: app },
        }),
      }),
    ],
  })
}
