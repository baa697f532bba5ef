import type { PostId } from '@onetrip/shared/lib/ids'
import type { Clock } from '@onetrip/shared/lib/time'
import { localDatabaseName } from '../db/deviceRegistry'
import { readOpenLostSteps } from '../db/lostSteps'
import type { CopyFolder } from './copyFolder'
import type { RetryPause } from './retryPause'
import { countLost, reconcileCopies, type SecondCopyDeps } from './secondCopy'
import { readHolding } from './sendDamaged'
import type { SendCopy } from './sendCopy'

/** What keeping copies asks of the browser and of the server. */
export type CopyEdges = {
  /** By the name of the store beside which it lies; undefined in a browser that has no such folders. */
  readonly openFolder: (storeName: string) => Promise<CopyFolder | undefined>
  /** Runs while nobody else holds the lock of that name; does nothing where somebody does. */
  readonly whileFree: (lock: string, run: () => Promise<void>) => Promise<void>
  /** `mayUpload`: whether scans may travel now. */
  readonly createSend: (mayUpload: () => boolean) => SendCopy
}

type KeeperDeps = Omit<SecondCopyDeps, 'folder' | 'send' | 'madeAt'> & {
  readonly edges: CopyEdges
  readonly postId: PostId
  readonly clock: Clock
  readonly mayUpload: () => boolean
  /** Of this store, however often a keeper is made for it. */
  readonly pause: RetryPause
}

/** Keeps the second copies of one store, whether its agent has unlocked the tablet or not. [SYNC-R20] */
export type CopyKeeper = {
  /** One round; none while another page makes one. */
  readonly keep: () => Promise<void>
  /** How many steps, and pages, are in their copy only, and still have to go. */
  readonly count: () => Promise<number>
  /** The copies of what is lost, and those of pages that cannot be read; each a rescue file. */
  readonly readLost: () => Promise<readonly Blob[]>
}

export function createCopyKeeper({ edges, postId, clock, mayUpload, pause, ...parts }: KeeperDeps): CopyKeeper {
  const { db } = parts.store
  const send = edges.createSend(mayUpload)
  const openFolder = () => edges.openFolder(localDatabaseName(postId))

  async function reconcile(): Promise<void> {
    const folder = await openFolder()
    if (!folder) return
    const { lost } = await reconcileCopies({ ...parts, folder, madeAt: clock(), send })
    pause.meet(lost)
  }

  async function readLost(): Promise<readonly Blob[]> {
    const folder = await openFolder()
    if (!folder) return []
    const steps = await readOpenLostSteps(db)
    const files = await Promise.all(steps.map(({ name }) => folder.read(name)))
    return [...files.flatMap((file) => file ?? []), ...(await readHolding({ db, folder }))]
  }

  return {
    keep: () => edges.whileFree(`onetrip-copies-${postId}`, reconcile),
    count: async () => {
      const folder = await openFolder()
      return folder ? countLost(folder, db) : 0
    },
    readLost,
  }
}
