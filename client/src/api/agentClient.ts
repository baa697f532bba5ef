import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '@onetrip/server/app/router'
import { APP_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { createGuardedFetch, type Fetch } from './serverAnswer'

/** The typed server as the agent app sees it. */
export type AgentClient = TRPCClient<AppRouter>

/** Headers that one call adds to all others: where a piece of a scan belongs. */
type CallContext = { readonly headers?: Readonly<Record<string, string>> }

/** One request per call: words and pieces are already batched by the engine. `origin` is empty on the page. */
export function createAgentClient(fetch: Fetch, origin = ''): AgentClient {
  const url = `${origin}/api/agent/trpc`
  const guarded = createGuardedFetch(fetch)
  const headers = ({ op }: { op: { context: unknown } }) => ({
    [APP_HEADER]: 'agent',
    [PROTOCOL_HEADER]: String(PROTOCOL),
    // Only this file and the transport beside it set a context.
    ...(op.context as CallContext).headers,
  })
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        // tRPC types fetch by the smallest shape that it needs; what comes is the browser's own.
        false: httpLink({
          url,
          fetch: (input, init) => guarded(input, init as RequestInit),
          headers,
        }),
      }),
    ],
  })
}
