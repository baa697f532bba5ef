import { PostId } from '@onetrip/shared/lib/ids'
import { localDatabaseName, type DeviceRegistry, type KnownAgent } from '../db/deviceRegistry'
import { LocalDatabase } from '../db/localDatabase'
import { readMeta } from '../db/meta'
import { createUploadProof } from '../envelope/sign'
import { mayUpload } from '../sync/mayUpload'
import type { LockedEdges } from '../sync/sendLocked'
import { createNobodysEdges } from './browserEdges'
import { readLineKind } from './lineKind'
import type { SyncTalk } from '../sync/lead'
import { syncChannelOf, type AbsentAgent, type AbsentDeps, type Unopened } from './sendForAbsent'
import { whileFree } from './whileFree'

/** Every agent's store on this tablet, and the browser's locks. */
export function createAbsentDeps(registry: DeviceRegistry, otherwise?: LockedEdges['verifySignature']): AbsentDeps {
  const edges = createNobodysEdges(otherwise)
  return {
    openStores: async () => {
      const stores = await Promise.all((await registry.agents.toArray()).map(openStore))
      return stores.flatMap((one) => one ?? [])
    },
    edgesFor: ({ settings, ...store }) => ({
      ...edges,
      proveUpload: createUploadProof(store),
      mayUpload: () => mayUpload({ settings, line: readLineKind(), nowMs: edges.nowMs() }),
    }),
    log: (error) => console.error(error),
    whileFree,
    answerTabs: (postId) => {
      const channel = new BroadcastChannel(syncChannelOf(postId))
      // Only this app speaks on its own channel.
      channel.addEventListener('message', ({ data }: MessageEvent<SyncTalk>) => {
        if (data.say === 'wake') channel.postMessage({ say: 'here' } satisfies SyncTalk)
      })
      return () => channel.close()
    },
    isWanted: async (lock) => {
      const { pending = [] } = await navigator.locks.query()
      return pending.some(({ name }) => name === lock)
    },
  }
}

/** Undefined while the device has no key: nothing of it could be told from a stranger's. */
async function openStore({ postId, me, deviceId }: KnownAgent): Promise<AbsentAgent | Unopened | undefined> {
  const db = new LocalDatabase(localDatabaseName(postId))
  const close = (): void => db.close()
  try {
    const device = await readMeta(db, 'device')
    const settings = (await readMeta(db, 'uploads')) ?? { pausesOnMobile: false }
    if (!device?.signingKey) {
      close()
      return undefined
    }
    return { postId: PostId.parse(postId), store: { districtId: me.districtId, deviceId, db, settings }, close }
  } catch (error) {
    close()
    return { error }
  }
}
