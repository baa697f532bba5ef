import { liveQuery, type IndexableType } from 'dexie'
import type { LocalDatabase } from '../../db/localDatabase'
import { readLostSteps, readOpenLostSteps } from '../../db/lostSteps'
import { localDatabaseName } from '../../db/deviceRegistry'
import type { LostSteps } from '../../device/meetStanding'
import { countLost, reconcileCopies } from '../../rescue/secondCopy'
import { readDamaged } from '../../rescue/sendDamaged'
import { sendBundle } from '../../rescue/sendBundle'
import type { BundleParts } from '../../rescue/makeBundle'
import { createMayUploadNow } from '../../stores/mayUploadNow'
import type { Line } from '../../stores/mobileData'
import type { RescueEdges } from '../../stores/rescue'
import type { Tablet } from '../../stores/tablet'
import { onReturn } from '../shell/onReturn'
import { openCopyFolder } from './copyFolder'

type CopyDeps = {
  readonly rescue: RescueEdges
  readonly proveUpload: BundleParts['proveUpload']
  readonly line: Line
  readonly log: (error: unknown) => void
}

/** Between two tries of what did not go: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 3_600_000

export type KeptCopies = LostSteps & {
  /** Sends what is known to be lost and waits, where there is any; at once when the server is back. */
  readonly sendWaiting: (isBack: boolean) => void
  /** The copies of what is lost, each a rescue file. */
  readonly readLost: () => Promise<readonly Blob[]>
}

/**
 * Keeps the second copies of an opened tablet, in whichever tab is first: after each step of its agent, at the start,
 * and when the network is back. For the page's whole life.
 */
export function keepCopies(tablet: Tablet, { rescue, proveUpload, line, log }: CopyDeps): KeptCopies {
  const { store, me, deviceId, clock, nowMs, monotonicMs } = tablet
  const pause = { tries: 0, untilMs: 0 }
  const running: { now: Promise<void> | undefined; isAskedAgain: boolean } = { now: undefined, isAskedAgain: false }
  const signal = new AbortController().signal
  const onProgress = (): void => undefined

  const openFolder = () => openCopyFolder(localDatabaseName(me.postId))

  async function reconcile(): Promise<void> {
    const folder = await openFolder()
    if (!folder) return
    const { lost } = await reconcileCopies({
      store,
      districtId: me.districtId,
      deviceId,
      madeAt: clock(),
      proveUpload,
      folder,
      log,
      send: (file, storeEpoch) =>
        sendBundle(file, { ...rescue, onProgress, signal, mayUpload, ...(storeEpoch !== undefined && { storeEpoch }) }),
    })
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** pause.tries, LONGEST_PAUSE_MS)
    Object.assign(
      pause,
      lost > 0 ? { tries: pause.tries + 1, untilMs: monotonicMs() + pauseMs } : { tries: 0, untilMs: 0 },
    )
  }

  function look(): void {
    if (running.now) {
      running.isAskedAgain = true
      return
    }
    running.now = navigator.locks
      .request(`onetrip-copies-${me.postId}`, { ifAvailable: true }, async (held) => {
        if (held) await reconcile()
      })
      .catch(log)
      .finally(() => {
        running.now = undefined
        if (running.isAskedAgain) {
          running.isAskedAgain = false
          look()
        }
      })
  }

  const mayUpload = createMayUploadNow({ db: store.db, line, nowMs, wake: look })
  const watched = watchUnsent(store.db, { look, log })
  onReturn(look)

  async function count(): Promise<number> {
    const folder = await openFolder()
    return folder ? countLost(folder, store.db) : 0
  }
  const sendWaiting = (isBack: boolean): void => {
    if (watched.hasWaitingLost() && (isBack || monotonicMs() >= pause.untilMs)) look()
  }
  async function readLost(): Promise<readonly Blob[]> {
    const folder = await openFolder()
    if (!folder) return []
    const steps = await readOpenLostSteps(store.db)
    const files = await Promise.all(steps.map(({ name }) => folder.read(name)))
    return files.flatMap((file) => file ?? [])
  }
  return { count, send: look, sendWaiting, readLost }
}

type Seen = {
  readonly lastSeq: IndexableType | undefined
  readonly scans: number
  readonly waitingLost: number
  readonly settled: number
  readonly damaged: number
}

const NOTHING_SEEN: Seen = { lastSeq: undefined, scans: 0, waitingLost: 0, settled: 0, damaged: 0 }

/**
 * Looks when there is something new to copy or to send from a copy, or a copy that a person has settled; not for what only
 * moves or arrives.
 */
function watchUnsent(db: LocalDatabase, { look, log }: { readonly look: () => void } & Pick<CopyDeps, 'log'>) {
  const known: { seen: Seen | undefined } = { seen: undefined }
  const read = async (): Promise<Seen> => {
    const all = await readLostSteps(db)
    const open = await readOpenLostSteps(db)
    return {
      lastSeq: await db.outbox.orderBy('seq').lastKey(),
      scans: await db.uploads.where('state').equals('waiting').count(),
      waitingLost: open.filter(({ state }) => state.kind === 'waiting').length,
      settled: all.filter(({ state }) => state.kind === 'settled').length,
      damaged: (await readDamaged(db)).length,
    }
  }
  const meet = (seen: Seen): void => {
    const isFirst = known.seen === undefined
    const { lastSeq, scans, settled, damaged } = known.seen ?? NOTHING_SEEN
    known.seen = seen
    const isMore = seen.scans > scans || seen.settled > settled || seen.damaged > damaged
    if (isFirst || seen.lastSeq !== lastSeq || isMore) look()
  }
  liveQuery(read).subscribe({ next: meet, error: log })
  return { hasWaitingLost: () => (known.seen?.waitingLost ?? 0) > 0 }
}
