import { CATALOGUE_FEED, stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { ok, type Result } from '@onetrip/shared/lib/result'
import { decodeFrames, encodeFrames } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import { failureOfStatus, type Reply } from '@onetrip/client/api/reply'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import type { Actor } from '@onetrip/server/domain/actor'
import type { House } from '@onetrip/server/domain/house'
import { appendPiece } from '@onetrip/server/domain/sync/appendPiece'
import { offerAndAppend, offerScan } from '@onetrip/server/domain/sync/offerScan'
import { pullFeeds } from '@onetrip/server/domain/sync/pullFeeds'
import { bySession } from '@onetrip/server/domain/sync/sender'
import { pushFrames } from '@onetrip/server/domain/sync/pushFrames'
import { codeOfRefusal, type RefusalCode, type SyncRefusal } from '@onetrip/server/routers/sync/refusals'

/** A server of today takes the first piece of a scan with its offer. */
export type SimTransport = Required<SyncTransport>

/** The production use cases as a tablet calls them, without HTTP between. `note` is told each reply. */
export function directTransport(house: () => House, actor: Actor, note: (reply: Reply<unknown>) => void): SimTransport {
  const sender = bySession(actor)
  const feedIds = [CATALOGUE_FEED, stationFeed(StationId.parse(actor.unitId))]
  const ask = async <Answer>(call: (house: House) => Promise<Result<Answer, SyncRefusal>>): Promise<Reply<Answer>> => {
    const reply = await answer(() => call(house()))
    note(reply)
    return reply
  }
  return {
    push: (frames, epoch) =>
      ask(async (open) => {
        const decoded = decodeFrames(encodeFrames(frames), MAX_PUSH_OPS)
        if (!decoded.ok) throw new Error(decoded.error)
        return pushFrames(open, sender, { frames: decoded.value, knownEpoch: epoch ?? undefined })
      }),
    pull: (input) => ask((open) => pullFeeds(open, { actor, feedIds, isRevoked: false }, input)),
    offer: (input) => ask((open) => offerScan(open, sender, input)),
    offerAndAppend: (offer, bytes) =>
      ask((open) => offerAndAppend(open, sender, { offer, offset: 0, chunks: [bytes] })),
    append: ({ uploadId }, offset, bytes) =>
      ask(async (open) => {
        const chunks = (async function* () {
          yield bytes
        })()
        return ok(await appendPiece(open, sender, { uploadId, offset, chunks }))
      }),
  }
}

const STATUS_BY_CODE = { UNAUTHORIZED: 401, FORBIDDEN: 403 } as const satisfies Record<RefusalCode, number>

/** A refusal means to the tablet what it means over HTTP. A use case that throws is an answer 500: none at all. */
async function answer<Answer>(ask: () => Promise<Result<Answer, SyncRefusal>>): Promise<Reply<Answer>> {
  try {
    const asked = await ask()
    if (asked.ok) return { kind: 'answer', answer: asked.value }
    return failureOfStatus(STATUS_BY_CODE[codeOfRefusal(asked.error)])
  } catch {
    return failureOfStatus(500)
  }
}
