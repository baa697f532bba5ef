import { REPORT_EVERY_MS, type DeviceReport } from '@onetrip/shared/wire/device'
import type { PostId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { readLineKind } from '../../background/lineKind'
import type { AbsentAgent } from '../../background/sendForAbsent'
import type { DeviceRegistry } from '../../db/deviceRegistry'
import { lockedCodec } from '../../db/recordCodec'
import { clearSealer } from '../../db/sealer'
import { createSendingStorage } from '../../db/sendingStorage'
import type { ToldBySignature } from '../../device/standingTransport'
import { meetStanding, type Revoked } from '../../device/meetStanding'
import { readUnsentOfTablet } from '../../device/readUnsentOfTablet'
import { wipeAgent } from '../../device/wipeAgent'
import { createUploadProof } from '../../envelope/sign'
import { createCopyKeeper, type CopyEdges, type CopyKeeper } from '../../rescue/copyKeeper'
import { createRetryPause, type RetryPause } from '../../rescue/retryPause'
import { mayUpload } from '../../sync/mayUpload'
import type { RescueEdges } from '../../stores/rescue'
import { APP_VERSION } from './appVersion'
import { hearBySignature } from './hearBySignature'
import { removeFolder } from './removeFolder'

export type TendDeps = {
  readonly registry: DeviceRegistry
  readonly rescue: RescueEdges
  readonly copies: CopyEdges
  readonly log: (error: unknown) => void
  /** Nothing of this agent is on the tablet any more. */
  readonly onWiped: (wiped: Revoked) => void
}

/**
 * What is done for an agent who has not unlocked the tablet, once in a minute: their second copies are kept, the server
 * is told how the tablet is and tells its keys and its epoch, and a tablet that was called back hands in what is left and
 * destroys it, whoever holds it. [SYNC-R8] [SYNC-R18] [SYNC-R20]
 */
export function createTending(deps: TendDeps): (agent: AbsentAgent) => Promise<void> {
  const { monotonicMs, client } = deps.rescue
  const tended = new Map<PostId, Tended>()

  async function hear({ store }: AbsentAgent): Promise<ToldBySignature | undefined> {
    const { db, districtId, deviceId } = store
    const storage = createSendingStorage({ db, codec: lockedCodec, sealer: clearSealer })
    return hearBySignature({ client, districtId, deviceId, db, storage }, await readReport(store))
  }

  return async (agent) => {
    const { postId, store } = agent
    const { db } = store
    const mine = tended.get(postId) ?? newlyTended(monotonicMs)
    tended.set(postId, mine)
    if (monotonicMs() - mine.heardAtMs < REPORT_EVERY_MS) return
    const keeper = keeperOf(agent, deps, mine.pause)
    if (mine.pause.isOver()) await keeper.keep()
    const told = await hear(agent)
    // Until it was heard it is said again with the next look.
    if (!told) {
      mine.isAway = true
      return
    }
    if (mine.isAway) mine.pause.end()
    Object.assign(mine, { heardAtMs: monotonicMs(), isAway: false })
    await meetStanding(told.standing, {
      db,
      // They are sent as often as they may.
      lost: { count: keeper.count, send: () => undefined },
      tell: (revoked) => {
        if (revoked?.kind === 'wiped') deps.onWiped(revoked)
      },
      wipe: () => wipeAgent({ postId, db, registry: deps.registry, removeFolder }),
      log: deps.log,
    })
  }
}

async function readReport({ db, deviceId }: AbsentAgent['store']): Promise<DeviceReport> {
  const { count, bytes, oldestAt } = await readUnsentOfTablet(db)
  return { deviceId, appVersion: APP_VERSION, unsentCount: count, unsentBytes: bytes, oldestUnsentAt: oldestAt }
}

/** The second copies of a store that nobody has unlocked: all that is in them is sealed as it travels. */
function keeperOf({ postId, store }: AbsentAgent, { rescue, copies, log }: TendDeps, pause: RetryPause): CopyKeeper {
  const { db, districtId, deviceId, settings } = store
  const { nowMs } = rescue
  return createCopyKeeper({
    ...{ edges: copies, postId, districtId, deviceId, pause, log },
    store: { db, codec: lockedCodec, sealer: clearSealer },
    clock: () => instantFromMs(nowMs()),
    proveUpload: createUploadProof(store),
    mayUpload: () => mayUpload({ settings, line: readLineKind(), nowMs: nowMs() }),
  })
}

/** Of one agent, for as long as the page lives: their store is opened anew for each look. */
type Tended = { readonly pause: RetryPause; heardAtMs: number; isAway: boolean }

const newlyTended = (monotonicMs: () => number): Tended => ({
  pause: createRetryPause(monotonicMs),
  heardAtMs: Number.NEGATIVE_INFINITY,
  isAway: false,
})
