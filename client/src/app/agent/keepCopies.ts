import { liveQuery } from 'dexie'
import { localDatabaseName } from '../../db/deviceRegistry'
import { reconcileCopies } from '../../rescue/secondCopy'
import { sendBundle } from '../../rescue/sendBundle'
import type { BundleParts } from '../../rescue/makeBundle'
import type { RescueEdges } from '../../stores/rescue'
import type { Tablet } from '../../stores/tablet'
import { onReturn } from '../shell/onReturn'
import { openCopyFolder } from './copyFolder'

type CopyDeps = {
  readonly rescue: RescueEdges
  readonly proveUpload: BundleParts['proveUpload']
  readonly log: (error: unknown) => void
}

/**
 * Keeps the second copies of an opened tablet, in whichever tab is first: after each step of its agent, at the start,
 * and when the network is back. For the page's whole life.
 */
export function keepCopies({ store, me, deviceId, clock }: Tablet, { rescue, proveUpload, log }: CopyDeps): void {
  const running: { now: Promise<void> | undefined; isAskedAgain: boolean } = { now: undefined, isAskedAgain: false }
  const signal = new AbortController().signal
  const onProgress = (): void => undefined

  async function reconcile(): Promise<void> {
    const folder = await openCopyFolder(localDatabaseName(me.postId))
    if (!folder) return
    await reconcileCopies({
      store,
      districtId: me.districtId,
      deviceId,
      madeAt: clock(),
      proveUpload,
      folder,
      send: (file) => sendBundle(file, { ...rescue, onProgress, signal }),
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
}
