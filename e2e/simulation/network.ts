import type { Reply } from '@onetrip/client/api/reply'
import type { FaultPlan } from './faults'
import type { SimTransport } from './directTransport'
import type { Chance } from './random'

export type Line = {
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly passTime: (ms: number) => void
  /** Requests that are still on their way although nobody waits for them any more. */
  readonly stragglers: (() => Promise<unknown>)[]
  /** What somebody does while the next request is on its way. */
  meanwhile?: (() => Promise<void>) | undefined
  /** The line breaks under the next piece: what of it arrives. */
  arrivesOf?: ((piece: Bytes) => Bytes) | undefined
}

type Bytes = Uint8Array<ArrayBuffer>

const LONGEST_DELAY_MS = 90_000

/** A bad line between a tablet and the server: loses, delays, doubles, reorders and cuts. */
export function withBadLine(server: SimTransport, line: Line): SimTransport {
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
  async function carry<Answer>(bytes: Bytes, send: (bytes: Bytes) => Promise<Reply<Answer>>): Promise<Reply<Answer>> {
    const { arrivesOf } = line
    line.arrivesOf = undefined
    const isCut = plan.strikes('piece-cut')
    if (!arrivesOf && !isCut) return over(() => send(bytes))
    await send(arrivesOf ? arrivesOf(bytes) : bytes.subarray(0, chance.below(bytes.length)))
    return { kind: 'unreachable' }
  }
  return {
    push: (frames, epoch) => over(() => server.push(frames, epoch)),
    pull: (input) => over(() => server.pull(input)),
    offer: (input) => over(() => server.offer(input)),
    offerAndAppend: (input, bytes) => carry(bytes, (carried) => server.offerAndAppend(input, carried)),
    append: (upload, offset, bytes) => carry(bytes, (carried) => server.append(upload, offset, carried)),
  }
}

/** The oldest request of which nobody hears any more reaches the server after all. */
export async function letArrive({ stragglers }: Pick<Line, 'stragglers'>): Promise<void> {
  await stragglers.shift()?.()
}
