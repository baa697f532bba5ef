import type { Cursors, PulledAnswer, PullInput } from '@onetrip/shared/wire/pull'
import { FIRST_MAX_PULL_CHANGES, MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { Failure, Reply } from '../api/reply'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'

export type PullResult =
  { readonly kind: 'pulled'; readonly hasMore: boolean } | { readonly kind: 'failed'; readonly failure: Failure }

/**
 * Reads on from where the feeds were left, each time that it is called. Rows and cursors are stored together, so it may
 * stop anywhere. What line and server carry is learnt and forgotten with the engine.
 */
export function createPuller(deps: EngineDeps): () => Promise<PullResult> {
  const line = { limit: MAX_PULL_CHANGES, mostLimit: MAX_PULL_CHANGES }

  /**
   * For as much as goes into an answer. A server of before there was so much does not understand that; and an answer
   * that was cut is asked for in smaller parts, each of which stays, and growing ones after that.
   */
  async function askForAll(input: Omit<PullInput, 'limit'>): Promise<Reply<PulledAnswer>> {
    const reply = await deps.transport.pull({ ...input, limit: line.limit })
    if (reply.kind === 'answer') line.limit = Math.min(line.mostLimit, 2 * line.limit)
    if (reply.kind === 'unreachable') line.limit = FIRST_MAX_PULL_CHANGES
    if (reply.kind !== 'not-understood' || line.mostLimit === FIRST_MAX_PULL_CHANGES) return reply
    Object.assign(line, { limit: FIRST_MAX_PULL_CHANGES, mostLimit: FIRST_MAX_PULL_CHANGES })
    return deps.transport.pull({ ...input, limit: line.limit })
  }

  return async () => {
    const { cursors: known, keysDigest } = await deps.storage.readPosition()
    const cursors = cursorsFor(deps, known)
    const reply = await askForAll({ cursors, ...(keysDigest !== undefined && { keysKnown: keysDigest }) })
    if (reply.kind !== 'answer') return { kind: 'failed', failure: reply }
    const { answer } = reply
    const isNewEpoch = await meetEpoch(deps, answer.epoch)
    // The changes were read from cursors of the old epoch: ask again from the start. Those from the start hold for any.
    if (isNewEpoch && Object.values(cursors).some((seq) => seq > 0)) return { kind: 'pulled', hasMore: true }
    // Feeds only ever grow: one that ends before what was read of it was put back, in whatever way, and with it all else.
    const isPutBack = deps.feedIds.some((feedId) => isBefore(answer.cursors[feedId], cursors[feedId]))
    if (isPutBack) await deps.storage.beginEpoch(answer.epoch)
    await deps.storage.applyPull({ ...answer, atMs: deps.nowMs() })
    return { kind: 'pulled', hasMore: answer.hasMore }
  }
}

const isBefore = (told: number | undefined, asked: number | undefined): boolean =>
  told !== undefined && asked !== undefined && told < asked

/** Only feeds of this agent, whatever an earlier agent's cursors were. */
const cursorsFor = ({ feedIds }: EngineDeps, known: Cursors): Cursors =>
  Object.fromEntries(feedIds.map((feedId) => [feedId, known[feedId] ?? 0]))
