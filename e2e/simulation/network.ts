import type { Reply, SyncTransport } from '@onetrip/client/sync/transport'
import type { FaultPlan } from './faults'
import type { Chance } from './random'

/** A bad line between a tablet and the server: loses, doubles and cuts, and now and then somebody else answers. */
export function withBadLine(server: SyncTransport, plan: FaultPlan, chance: Chance): SyncTransport {
  async function over<Answer>(send: () => Promise<Reply<Answer>>): Promise<Reply<Answer>> {
    if (plan.strikes('request-lost')) return { kind: 'unreachable' }
    if (plan.strikes('server-busy')) return { kind: 'busy', retryAfterMs: 1 + chance.below(5_000) }
    if (plan.strikes('stranger-answers')) return { kind: 'not-understood' }
    const reply = await send()
    if (plan.strikes('request-doubled')) await send()
    return plan.strikes('reply-lost') ? { kind: 'unreachable' } : reply
  }
  return {
    push: (frames) => over(() => server.push(frames)),
    pull: (input) => over(() => server.pull(input)),
    offer: (input) => over(() => server.offer(input)),
    append: async (uploadId, offset, bytes) => {
      if (!plan.strikes('piece-cut')) return over(() => server.append(uploadId, offset, bytes))
      await server.append(uploadId, offset, bytes.subarray(0, chance.below(bytes.length)))
      return { kind: 'unreachable' }
    },
  }
}
