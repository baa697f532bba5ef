import type { Reply } from '@onetrip/client/api/reply'
import type { SyncTransport } from '@onetrip/client/sync/transport'
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

type Sessions = {
  readonly own: SyncTransport
  /** Sessions of agents whose tablet this is not. */
  readonly others: readonly SyncTransport[]
  readonly plan: FaultPlan
  readonly chance: Chance
  /** Told of a push under another's session that got any answer but “sign in”. */
  readonly onTaken: (reply: string) => void
}

/** Another agent has signed in beside, and the browser has one cookie: now and then a call goes out under theirs. */
export function withOtherSessions({ own, others, plan, chance, onTaken }: Sessions): SyncTransport {
  const session = (): SyncTransport => (plan.strikes('other-session') ? chance.pick(others) : own)
  return {
    push: async (frames) => {
      const used = session()
      const reply = await used.push(frames)
      if (used !== own && reply.kind !== 'signed-out') onTaken(reply.kind)
      return reply
    },
    pull: (input) => session().pull(input),
    offer: (input) => session().offer(input),
    append: (uploadId, offset, bytes) => session().append(uploadId, offset, bytes),
  }
}
