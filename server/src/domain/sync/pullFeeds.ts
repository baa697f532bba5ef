import { CATALOGUE_FEED, FeedId } from '@onetrip/shared/lib/ids'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import { FIRST_MAX_PULL_CHANGES, MAX_PULL_BYTES } from '@onetrip/shared/wire/protocol'
import type { FeedChange, PullAnswer, PullInput } from '@onetrip/shared/wire/pull'
import { getEpoch } from '../../db/epoch'
import { readFeedHeads, readFeeds, type StoredChange } from '../../db/feeds'
import { inTransaction, type Tx } from '../../db/transaction'
import type { Actor } from '../actor'
import { meetDevice } from '../device/meetDevice'
import type { House } from '../house'
import { tellKeys } from '../tellKeys'
import { leaveTrace } from '../trace'

/** A feed that is not the actor's. An own one that nobody has written to yet is simply empty. */
export type PullRefusal = 'foreign-feed'

type CursorByFeed = ReadonlyMap<FeedId, number>

/**
 * The changes after the reader's cursors in the feeds that it names. A cursor beyond a feed's head is from another
 * epoch and begins anew. A reader may stop after any answer and go on from its cursors: it misses nothing.
 */
export async function pullFeeds(
  house: House,
  reader: { readonly actor: Actor; readonly feedIds: readonly FeedId[]; readonly isRevoked: boolean },
  { cursors, limit, device, deviceId = device?.deviceId, keysKnown }: PullInput,
): Promise<Result<PullAnswer, PullRefusal>> {
  const { actor } = reader
  const { districtId } = actor
  const asked = Object.entries(cursors).map(([feedId, seq]) => [FeedId.parse(feedId), seq] as const)
  if (!asked.every(([feedId]) => reader.feedIds.includes(feedId))) return err('foreign-feed')

  return inTransaction(house.pool, actor, async (tx) => {
    const feedIds = asked.map(([feedId]) => feedId)
    const [epoch, heads] = await Promise.all([getEpoch(tx), readFeedHeads(tx, districtId, feedIds)])
    const from = new Map(asked.map(([feedId, seq]) => [feedId, seq > (heads.get(feedId) ?? 0) ? 0 : seq]))
    const met = deviceId && (await meetDevice(tx, actor, { deviceId, report: device, now: house.clock() }))
    // Also who does not say whose tablet it is.
    const standing = reader.isRevoked ? 'revoked' : met
    // One more than asked for tells whether there is more. Who is revoked takes in nothing more. [SYNC-R18]
    const found = standing ? [] : await readFeeds(tx, districtId, { cursors: from, limit: limit + 1 })
    const changes = keepFitting(found.slice(0, limit))
    const to = new Map([...from, ...changes.map(({ feedId, seq }) => [feedId, seq] as const)])
    await trace(tx, { house, actor, changes, from })
    const serverTime = house.clock()
    const hasMore = found.length > changes.length
    return ok({
      epoch,
      serverTime,
      changes,
      cursors: Object.fromEntries(to),
      hasMore,
      ...tellKeys(house, keysKnown),
      ...(standing && { standing }),
    })
  })
}

/** As many as fit into one answer. What every server has sent at once is not counted. */
function keepFitting(found: readonly StoredChange[]): FeedChange[] {
  const kept: FeedChange[] = []
  let bytes = 0
  for (const { sizeBytes, ...change } of found) {
    if (kept.length >= FIRST_MAX_PULL_CHANGES) bytes += sizeBytes
    if (bytes > MAX_PULL_BYTES) break
    kept.push(change)
  }
  return kept
}

type Read = {
  readonly house: House
  readonly actor: Actor
  readonly changes: readonly FeedChange[]
  readonly from: CursorByFeed
}

/** One row for a call that read people's data; the catalogue holds none. */
async function trace(tx: Tx, { house, actor, changes, from }: Read): Promise<void> {
  const rangeByFeed = new Map<FeedId, { from: number; to: number }>()
  for (const { feedId, seq } of changes) {
    if (feedId !== CATALOGUE_FEED) rangeByFeed.set(feedId, { from: from.get(feedId) ?? 0, to: seq })
  }
  for (const [feedId, range] of rangeByFeed) {
    await leaveTrace(tx, house, {
      by: actor,
      at: house.clock(),
      procedure: 'sync.pull',
      entity: `feed:${feedId}`,
      detail: range,
    })
  }
}
