import { liveQuery, type IndexableType } from 'dexie'
import type { LocalDatabase } from '../../db/localDatabase'
import { readLostSteps, readOpenLostSteps } from '../../db/lostSteps'
import type { LostSteps } from '../../device/meetStanding'
import { createCopyKeeper, type CopyEdges, type CopyKeeper } from '../../rescue/copyKeeper'
import type { BundleParts } from '../../rescue/makeBundle'
import { createRetryPause } from '../../rescue/retryPause'
import { readDamaged } from '../../rescue/sendDamaged'
import { createMayUploadNow } from '../../stores/mayUploadNow'
import type { Line } from '../../stores/mobileData'
import type { Tablet } from '../../stores/tablet'
import { onReturn } from '../shell/onReturn'

type CopyDeps = {
  readonly copies: CopyEdges
  readonly proveUpload: BundleParts['proveUpload']
  readonly line: Line
  readonly log: (error: unknown) => void
}

export type KeptCopies = LostSteps &
  Pick<CopyKeeper, 'readLost'> & {
    /** Sends what is known to be lost and waits, where there is any; at once when the server is back. */
    readonly sendWaiting: (isBack: boolean) => void
  }

/**
 * Keeps the second copies of an opened tablet, in whichever tab is first: after each step of its agent, at the start,
 * and when the network is back. For the page's whole life.
 */
export function keepCopies(tablet: Tablet, { copies, proveUpload, line, log }: CopyDeps): KeptCopies {
  const { store, me, deviceId, clock, nowMs, monotonicMs } = tablet
  const { postId, districtId } = me
  const pause = createRetryPause(monotonicMs)
  const mayUpload = createMayUploadNow({ db: store.db, line, nowMs, wake: look })
  const keeper = createCopyKeeper({
    ...{ edges: copies, postId, store, districtId, deviceId },
    ...{ proveUpload, clock, mayUpload, pause, log },
  })
  const running: { now: Promise<void> | undefined; isAskedAgain: boolean } = { now: undefined, isAskedAgain: false }

  function look(): void {
    if (running.now) {
      running.isAskedAgain = true
      return
    }
    running.now = keeper
      .keep()
      .catch(log)
      .finally(() => {
        running.now = undefined
        if (running.isAskedAgain) {
          running.isAskedAgain = false
          look()
        }
      })
  }

  const watched = watchUnsent(store.db, { look, log })
  onReturn(look)
  const sendWaiting = (isBack: boolean): void => {
    if (watched.hasWaiting() && (isBack || pause.isOver())) look()
  }
  return { count: keeper.count, send: look, sendWaiting, readLost: keeper.readLost }
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
  return { hasWaiting: () => known.seen !== undefined && known.seen.waitingLost + known.seen.damaged > 0 }
}
