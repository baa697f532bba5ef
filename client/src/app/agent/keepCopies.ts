import { liveQuery } from 'dexie'
import { localDatabaseName } from '../../db/deviceRegistry'
import type { LostSteps } from '../../device/meetStanding'
import { countLost, reconcileCopies } from '../../rescue/secondCopy'
import { sendBundle } from '../../rescue/sendBundle'
import type { BundleParts } from '../../rescue/makeBundle'
import type { NotTakenSteps } from '../../stores/notTakenSteps'
import type { RescueEdges } from '../../stores/rescue'
import type { Tablet } from '../../stores/tablet'
import { onReturn } from '../shell/onReturn'
import { openCopyFolder } from './copyFolder'
import { createNotTakenCopies } from './notTakenCopies'

type CopyDeps = {
  readonly rescue: RescueEdges
  readonly proveUpload: BundleParts['proveUpload']
  readonly log: (error: unknown) => void
}

export type KeptCopies = { readonly lost: LostSteps; readonly notTaken: NotTakenSteps }

/**
 * Keeps the second copies of an opened tablet, in whichever tab is first: after each step of its agent, at the start,
 * and when the network is back. For the page's whole life.
 */
export function keepCopies(tablet: Tablet, { rescue, proveUpload, log }: CopyDeps): KeptCopies {
  const { store, me, deviceId, clock } = tablet
  const notTaken = createNotTakenCopies(me.postId)
  const running: { now: Promise<void> | undefined; isAskedAgain: boolean } = { now: undefined, isAskedAgain: false }
  const signal = new AbortController().signal
  const onProgress = (): void => undefined

  const openFolder = () => openCopyFolder(localDatabaseName(me.postId))

  async function reconcile(): Promise<void> {
    const folder = await openFolder()
    if (!folder) return
    await reconcileCopies({
      store,
      districtId: me.districtId,
      deviceId,
      madeAt: clock(),
      proveUpload,
      folder,
      notTaken,
      send: (file, storeEpoch) =>
        sendBundle(file, { ...rescue, onProgress, signal, ...(storeEpoch !== undefined && { storeEpoch }) }),
    })
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

  // The number of each operation tells of a new one, and nothing else does.
  liveQuery(() => store.db.outbox.orderBy('seq').lastKey()).subscribe({ next: look, error: log })
  onReturn(look)

  async function count(): Promise<number> {
    const folder = await openFolder()
    return folder ? countLost(folder, store.db, notTaken) : 0
  }
  return { lost: { count, send: look }, notTaken: notTaken.steps }
}
