import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue'
import { readOpenLostSteps } from '../db/lostSteps'
import { NO_SYNC, readMeta, type SpaceMeta, type SyncMeta } from '../db/meta'
import { useInstalledStore } from './installed'
import { useKeptStorageStore } from './keptStorage'
import { createLive, type Live } from './live'
import { checkReadiness, type Finding } from './readiness'
import { useTablet } from './tablet'

/** A clock that was put right is seen within that time. */
const LOOK_AGAIN_MS = 15_000

type Read = {
  readonly sync: SyncMeta
  readonly space: SpaceMeta
  readonly hasSigningKey: boolean
  readonly stuck: number
}

/** The check of this tablet, kept true while the calling scope lives. */
export function useReadiness(): ComputedRef<Live<readonly Finding[]>> {
  const { store, nowMs, monotonicMs, serverTimeSeen } = useTablet()
  const { db } = store
  const installed = useInstalledStore()
  const kept = useKeptStorageStore()
  const live = createLive(async (): Promise<Read> => {
    const [sync, space, device, parked, blocked, lost] = await Promise.all([
      readMeta(db, 'sync'),
      readMeta(db, 'space'),
      readMeta(db, 'device'),
      db.outbox.where('state').equals('parked').count(),
      db.uploads.where('state').equals('blocked').count(),
      readOpenLostSteps(db),
    ])
    return {
      sync: sync ?? NO_SYNC,
      space: space ?? {},
      hasSigningKey: device?.signingKey !== undefined,
      // Of lost steps only those that no longer go by themselves.
      stuck: parked + blocked + lost.filter(({ state }) => state.kind === 'not-taken').length,
    }
  })
  onScopeDispose(live.follow())

  const looks = shallowRef(0)
  const timer = setInterval(() => (looks.value += 1), LOOK_AGAIN_MS)
  onScopeDispose(() => clearInterval(timer))

  return computed((): Live<readonly Finding[]> => {
    void looks.value
    const { value: state } = live.state
    if (state.kind !== 'ready') return { kind: state.kind, last: undefined }
    const { isInstalled } = installed
    const now = { nowMs: nowMs(), monotonicMs: monotonicMs(), serverTimeSeen: serverTimeSeen() }
    return { kind: 'ready', value: checkReadiness({ ...state.value, ...now, isInstalled, storage: kept.promise }) }
  })
}
