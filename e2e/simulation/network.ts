import type { Reply } from '@onetrip/client/api/reply'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import type { Acknowledgement } from '@onetrip/shared/wire/acknowledgement'
import type { UploadAnswer } from '@onetrip/shared/wire/upload'
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
    append: async (upload, offset, bytes) => {
      if (!plan.strikes('piece-cut')) return over(() => server.append(upload, offset, bytes))
      await server.append(upload, offset, bytes.subarray(0, chance.below(bytes.length)))
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
    append: (upload, offset, bytes) => session().append(upload, offset, bytes),
  }
}

/**
 * Somebody on the way says that all is stored, and has passed nothing on: the words are right, even the epoch, and only
 * the signature is nobody's.
 */
export function withLiars(server: SyncTransport, plan: FaultPlan): SyncTransport {
  const forged = { keyId: 'nobody', signature: `${'A'.repeat(86)}==` }
  const head = async () => {
    const known = await server.pull({ cursors: {}, limit: 1 })
    return known.kind === 'answer' ? { epoch: known.answer.epoch, serverTime: known.answer.serverTime } : undefined
  }
  const lie = async <Answer>(make: (said: LiarsHead) => Answer): Promise<Reply<Answer>> => {
    const known = await head()
    if (!known) return { kind: 'unreachable' }
    const acknowledgement = { ...forged, epoch: known.epoch, at: known.serverTime }
    return { kind: 'answer', answer: make({ ...known, acknowledgement }) }
  }
  const complete = ({ acknowledgement, ...said }: LiarsHead): UploadAnswer => ({
    ...said,
    standing: { status: 'complete', acknowledgement },
  })
  return {
    pull: server.pull,
    push: (frames) =>
      plan.strikes('liar-answers')
        ? lie(({ acknowledgement, ...said }) => ({
            ...said,
            outcomes: frames.map(({ opId }) => ({ status: 'applied', opId, revision: 1, acknowledgement }) as const),
          }))
        : server.push(frames),
    offer: (input) => (plan.strikes('liar-answers') ? lie(complete) : server.offer(input)),
    append: (...piece) => (plan.strikes('liar-answers') ? lie(complete) : server.append(...piece)),
  }
}

type LiarsHead = Pick<UploadAnswer, 'epoch' | 'serverTime'> & { readonly acknowledgement: Acknowledgement }
