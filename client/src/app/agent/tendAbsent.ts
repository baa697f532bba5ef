import { REPORT_EVERY_MS, type StandingInput } from '@onetrip/shared/wire/device'
import type { PostId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { readLineKind } from '../../background/lineKind'
import type { AbsentAgent } from '../../background/sendForAbsent'
import { localDatabaseName, type DeviceRegistry } from '../../db/deviceRegistry'
import { keepKeys } from '../../db/dexieSyncStorage'
import { readMeta } from '../../db/meta'
import { lockedCodec } from '../../db/recordCodec'
import { clearSealer } from '../../db/sealer'
import { askStanding } from '../../device/askStanding'
import { meetStanding, type Revoked } from '../../device/meetStanding'
import { readUnsentOfTablet } from '../../device/readUnsentOfTablet'
import { wipeAgent } from '../../device/wipeAgent'
import { createUploadProof, proveStanding } from '../../envelope/sign'
import { countLost, reconcileCopies } from '../../rescue/secondCopy'
import { sendBundle } from '../../rescue/sendBundle'
import { mayUpload } from '../../sync/mayUpload'
import type { RescueEdges } from '../../stores/rescue'
import { APP_VERSION } from './appVersion'
import { openCopyFolder } from './copyFolder'
import { removeFolder } from './removeFolder'

export type TendDeps = {
  readonly registry: DeviceRegistry
  readonly rescue: RescueEdges
  readonly log: (error: unknown) => void
  /** Nothing of this agent is on the tablet any more. */
  readonly onWiped: (wiped: Revoked) => void
}

/**
 * What is done for an agent who has not unlocked the tablet, once in a minute: their second copies are kept, the server
 * is told how the tablet is and tells its keys, and a tablet that was called back hands in what is left and destroys it, whoever holds it.
 * [SYNC-R18] [SYNC-R20]
 */
export function createTending(deps: TendDeps): (agent: AbsentAgent) => Promise<void> {
  const { nowMs, monotonicMs, client } = deps.rescue
  const tendedAtMs = new Map<PostId, number>()

  async function readWord({ store }: AbsentAgent): Promise<StandingInput> {
    const { count, bytes, oldestAt } = await readUnsentOfTablet(store.db)
    const keysKnown = (await readMeta(store.db, 'sync'))?.keysDigest
    const unsent = { unsentCount: count, unsentBytes: bytes, oldestUnsentAt: oldestAt }
    return {
      deviceId: store.deviceId,
      appVersion: APP_VERSION,
      ...unsent,
      ...(keysKnown !== undefined && { keysKnown }),
    }
  }

  return async (agent) => {
    const { postId, store } = agent
    const { db } = store
    if (monotonicMs() - (tendedAtMs.get(postId) ?? Number.NEGATIVE_INFINITY) < REPORT_EVERY_MS) return
    const copies = copiesOf(agent, deps, nowMs)
    await copies.keep()
    const said = await readWord(agent)
    const proof = await proveStanding(store, said)
    if (proof === undefined) return
    const reply = await askStanding({ client, said, proof })
    // Until it was heard it is said again with the next look.
    if (reply.kind !== 'answer') return
    tendedAtMs.set(postId, monotonicMs())
    await keepKeys(db, reply.answer)
    await meetStanding(reply.answer.standing, {
      db,
      // They were sent a moment ago, and are again in a minute.
      lost: { count: copies.count, send: () => undefined },
      tell: (revoked) => {
        if (revoked?.kind === 'wiped') deps.onWiped(revoked)
      },
      wipe: () => wipeAgent({ postId, db, registry: deps.registry, removeFolder }),
      log: deps.log,
    })
  }
}

/** The second copies of a store that nobody has unlocked: all that is in them is sealed as it travels. */
function copiesOf({ postId, store }: AbsentAgent, { rescue, log }: TendDeps, nowMs: () => number) {
  const { db, districtId, deviceId } = store
  const openFolder = () => openCopyFolder(localDatabaseName(postId))
  const signal = new AbortController().signal

  async function reconcile(): Promise<void> {
    const folder = await openFolder()
    if (!folder) return
    await reconcileCopies({
      store: { db, codec: lockedCodec, sealer: clearSealer },
      districtId,
      deviceId,
      madeAt: instantFromMs(nowMs()),
      proveUpload: createUploadProof(store),
      folder,
      log,
      send: (file, storeEpoch) =>
        sendBundle(file, {
          ...rescue,
          onProgress: () => undefined,
          signal,
          mayUpload: () => mayUpload({ settings: store.settings, line: readLineKind(), nowMs: nowMs() }),
          ...(storeEpoch !== undefined && { storeEpoch }),
        }),
    })
  }

  return {
    count: async (): Promise<number> => {
      const folder = await openFolder()
      return folder ? countLost(folder, db) : 0
    },
    keep: async (): Promise<void> => {
      await navigator.locks.request(`onetrip-copies-${postId}`, { ifAvailable: true }, async (held) => {
        if (held) await reconcile()
      })
    },
  }
}
