import { shallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import { createServerClient } from '../../api/serverClient'
import { DeviceRegistry } from '../../db/deviceRegistry'
import { useIntakeStore } from '../../stores/intake'
import { KEEP_STORAGE, useKeptStorageStore } from '../../stores/keptStorage'
import { useSyncStore } from '../../stores/sync'
import { JOIN_SYNC } from '../../stores/syncControl'
import { TABLET, type ServerTimeSeen } from '../../stores/tablet'
import { createShell } from '../shell/createShell'
import App from './App.vue'
import { DOOR } from './door'
import { createEdges } from './edges'
import { followGate } from './followGate'
import { createGate } from './gate'
import type { Inside } from './gateState'
import { IDLE_LOCK_MS } from './idleWatch'
import { createJoinSync, pullEveryMs } from './joinSync'
import { lockWhenIdle } from './lockWhenIdle'
import { createOpenedMemory } from './openedMemory'
import { openTablet } from './openTablet'
import { routes } from './routes'
import { createTabletLock } from './tabletLock'
import { warnBeforeLoss } from './warnBeforeLoss'

// Read before the router takes the address over.
const pullMs = pullEveryMs(location.search)
const { app } = await createShell({ root: App, base: '/agent/', routes })
const edges = createEdges()
const { nowMs } = edges
const memory = createOpenedMemory({ storage: sessionStorage, nowMs, idleMs: IDLE_LOCK_MS })
const log = (error: unknown): void => console.error(error)
const gate = createGate({ clientFor, edges, registry: new DeviceRegistry(), memory, log })
const opened = shallowRef<Me>()
const seen = shallowRef<ServerTimeSeen>()

followGate({
  gate,
  opened,
  open,
  settled,
  wake: () => useSyncStore().syncNow(),
  startAnew: () => location.reload(),
})
lockWhenIdle({ gate, memory, nowMs })
app.provide(DOOR, { gate, opened, settled, lock: createTabletLock(gate) })
app.provide(KEEP_STORAGE, {
  ask: () => navigator.storage.persist(),
  onInstalled: (run) => addEventListener('appinstalled', run),
})
void gate.begin()
app.mount('#app')

/** The server, asked in the name of one post for as long as the page lives, whoever signs in beside it. */
function clientFor(postId?: PostId) {
  return createServerClient({ app: 'agent', fetch: (url, init) => fetch(url, init), findPostId: () => postId })
}

function open(inside: Inside): void {
  const tablet = openTablet(inside, { client: clientFor(inside.me.postId), edges, seen: () => seen.value })
  app.provide(TABLET, tablet)
  const onServerTime = (serverTime: ServerTimeSeen['serverTime']): void => {
    seen.value = { serverTime, atMonotonicMs: edges.monotonicMs() }
  }
  app.provide(JOIN_SYNC, createJoinSync(tablet, { chance: edges.chance, pullMs, onServerTime }))
  opened.value = inside.me
  useKeptStorageStore()
  warnBeforeLoss(() => useIntakeStore().saving.kind !== 'saved')
}

async function settled(): Promise<boolean> {
  return !opened.value || useIntakeStore().settled()
}
