import type { Cursors } from '@onetrip/shared/wire/pull'
import { MAX_PULL_CHANGES } from '@onetrip/shared/wire/protocol'
import type { Failure } from '../api/reply'
import type { EngineDeps } from './engineDeps'
import { meetEpoch } from './meetEpoch'

export type PullResult =
  { readonly kind: 'pulled'; readonly hasMore: boolean } | { readonly kind: 'failed'; readonly failure: Failure }

/** Reads on from where the feeds were left. Rows and cursors are stored together, so it may stop anywhere. */
export async function pullOnce(deps: EngineDeps): Promise<PullResult> {
  const { cursors } = await deps.storage.readPosition()
  const reply = await deps.transport.pull({ cursors: cursorsFor(deps, cursors), limit: MAX_PULL_CHANGES })
  if (reply.kind !== 'answer') return { kind: 'failed', failure: reply }
  const { answer } = reply
  // The changes were read from cursors of the old epoch: ask again from the start.
  if (await meetEpoch(deps, answer.epoch)) return { kind: 'pulled', hasMore: true }
  await deps.storage.applyPull({ ...answer, atMs: deps.nowMs() })
  return { kind: 'pulled', hasMore: answer.hasMore }
}

/** Only feeds of this agent, whatever an earlier agent's cursors were. */
const cursorsFor = ({ feedIds }: EngineDeps, known: Cursors): Cursors =>
  Object.fromEntries(feedIds.map((feedId) => [feedId, known[feedId] ?? 0]))
