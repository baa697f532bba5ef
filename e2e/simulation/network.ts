import type { Reply } from '@onetrip/client/api/reply'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import type { FaultPlan } from './faults'
import type { Chance } from './random'

export type Line = {
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly passTime: (ms: number) => void
  /** Requests that are still on their way although nobody waits for them any more. */
  readonly stragglers: (() => Promise<unknown>)[]
  /** What somebody does while the next request is on its way. */
  meanwhile?: (() => Promise<void>) | undefined
}

const LONGEST_DELAY_MS = 90_000

/** A bad line between a tablet and the server: loses, delays, doubles, reorders and cuts. */
export function withBadLine(server: SyncTransport, line: Line): SyncTransport {
  const { plan, chance, passTime, stragglers } = line
  async function over<Answer>(send: () => Promise<Reply<Answer>>): Promise<Reply<Answer>> {
    if (stragglers.length > 0 && chance.isLucky(0.5)) await letArrive(line)
    if (plan.strikes('request-lost')) return { kind: 'unreachable' }
    if (plan.strikes('server-busy')) return { kind: 'busy', retryAfterMs: 1 + chance.below(5_000) }
    if (plan.strikes('stranger-answers')) return { kind: 'not-understood' }
    if (plan.strikes('request-reordered')) {
      stragglers.push(send)
      return { kind: 'unreachable' }
    }
    const isSlow = plan.strikes('request-delayed')
    if (isSlow) passTime(chance.below(LONGEST_DELAY_MS))
    await line.meanwhile?.()
    const reply = await send()
    if (isSlow) passTime(chance.below(LONGEST_DELAY_MS))
    if (plan.strikes('request-doubled')) await send()
    return plan.strikes('reply-lost') ? { kind: 'unreachable' } : reply
  }
  return {
    push: (frames, epoch) => over(() => server.push(frames, epoch)),
    pull: (input) => over(() => server.pull(input)),
    offer: (input) => over(() => server.offer(input)),
    append: async (upload, offset, bytes) => {
      if (!plan.strikes('piece-cut')) return over(() => server.append(upload, offset, bytes))
      await server.append(upload, offset, bytes.subarray(0, chance.below(bytes.length)))
      return { kind: 'unreachable' }
    },
  }
}

/** The oldest request of which nobody hears any more reaches the server after all. */
export async function letArrive({ stragglers }: Pick<Line, 'stragglers'>): Promise<void> {
  await stragglers.shift()?.()
}
