import { shallowRef, type ShallowRef } from 'vue'
import type { ServerClient } from '../../api/serverClient'
import type { DeviceRegistry } from '../../db/deviceRegistry'
import { createSendingStorage } from '../../db/sendingStorage'
import { meetStanding, type LostSteps, type Revoked } from '../../device/meetStanding'
import type { StandingDeps } from '../../device/standingTransport'
import { readUnsentOfTablet } from '../../device/readUnsentOfTablet'
import { wipeAgent } from '../../device/wipeAgent'
import type { Tablet } from '../../stores/tablet'
import { APP_VERSION } from './appVersion'
import { hearBySignature } from './hearBySignature'
import { removeFolder } from './removeFolder'

/** A last look, and a wipe, take less. */
const LAST_LOOK_MS = 30_000

export type StandingWatch = {
  /** What stands in place of the tablet's work once it was called back. */
  readonly revoked: Readonly<ShallowRef<Revoked | undefined>>
  /** `nobody` asks in nobody's name. */
  readonly follow: (tablet: Tablet, given: { readonly lost: LostSteps; readonly nobody: ServerClient }) => StandingDeps
  /** The store of somebody who is not there was destroyed: whoever stands at the door reads why they are not offered. */
  readonly tell: (revoked: Revoked) => void
}

/** Tells the server how the tablet is, and does what it says about it: in the tab that leads, seen in all. */
export function createStandingWatch(registry: DeviceRegistry, log: (error: unknown) => void): StandingWatch {
  const revoked = shallowRef<Revoked>()

  const follow: StandingWatch['follow'] = (tablet, { lost, nobody }) => {
    const { me, deviceId, store, client, monotonicMs } = tablet
    const { postId } = me
    const { db } = store
    const channel = new BroadcastChannel(`onetrip-standing-${postId}`)
    const waiting: { timer?: ReturnType<typeof setTimeout> } = {}
    const openAgain = (): void => void db.open().catch(log)
    // Only this app speaks on its own channel.
    channel.addEventListener('message', (event) => {
      revoked.value = event.data as Revoked | undefined
      clearTimeout(waiting.timer)
      if (isStoreClosed(revoked.value)) db.close()
      else openAgain()
      // The tab that looks for the last time may end with it: then another has to lead, and to read.
      if (revoked.value?.kind === 'handing-in') waiting.timer = setTimeout(openAgain, LAST_LOOK_MS)
    })
    const tell = (next: Revoked | undefined): void => {
      if (next === undefined && revoked.value === undefined) return
      revoked.value = next
      channel.postMessage(next)
    }
    const wipe = async (): Promise<void> => {
      await wipeAgent({ postId, db, registry, removeFolder })
      // Nothing is left to be sent; the session would only end by itself later.
      void client.session.signOut.mutate().catch(() => undefined)
    }
    return {
      deviceId,
      monotonicMs,
      readReport: async () => {
        const { count, bytes, oldestAt } = await readUnsentOfTablet(db)
        const unsent = { unsentCount: count, unsentBytes: bytes, oldestUnsentAt: oldestAt }
        return { deviceId, appVersion: APP_VERSION, ...unsent }
      },
      onStanding: (standing) => meetStanding(standing, { db, lost, tell, wipe, log }),
      hearBySignature: (report) => {
        const storage = createSendingStorage(store)
        return hearBySignature({ client: nobody, districtId: me.districtId, deviceId, db, storage }, report)
      },
    }
  }

  const tell = (next: Revoked): void => {
    revoked.value = next
  }
  return { revoked, follow, tell }
}

/** No tab writes to a store that is being looked at for the last time, or is gone. */
const isStoreClosed = (revoked: Revoked | undefined): boolean =>
  revoked?.kind === 'wiped' || (revoked?.kind === 'handing-in' && revoked.left === 0)
