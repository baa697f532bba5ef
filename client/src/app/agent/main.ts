import { shallowRef, watch } from 'vue'
import type { Me } from '@onetrip/shared/wire/session'
import { createAgentClient } from '../../api/agentClient'
import { DeviceRegistry } from '../../db/deviceRegistry'
import { JOIN_SYNC } from '../../stores/syncControl'
import { TABLET, type ServerTimeSeen } from '../../stores/tablet'
import { createShell } from '../shell/createShell'
import App from './App.vue'
import { DOOR } from './door'
import { createEdges } from './edges'
import { createGate, type GateMemory } from './gate'
import { createJoinSync, pullEveryMs } from './joinSync'
import { openTablet } from './openTablet'
import { routes } from './routes'

// Read before the router takes the address over.
const pullMs = pullEveryMs(location.search)
const { app } = await createShell({ root: App, base: '/agent/', routes })
const edges = createEdges()
const client = createAgentClient((url, init) => fetch(url, init))
const gate = createGate({ client, edges, registry: new DeviceRegistry(), memory: tabMemory('onetrip.opened') })
const opened = shallowRef<Me>()
const seen = shallowRef<ServerTimeSeen>()

watch(gate.state, (state) => {
  if (state.kind !== 'open') return
  // Who signs in again finds the tablet as it was; somebody else begins with a fresh page.
  if (opened.value?.postId === state.me.postId) return
  if (opened.value) {
    location.reload()
    return
  }
  const tablet = openTablet(state, { client, edges, seen: () => seen.value })
  app.provide(TABLET, tablet)
  const onServerTime = (serverTime: ServerTimeSeen['serverTime']): void => {
    seen.value = { serverTime, atMonotonicMs: edges.monotonicMs() }
  }
  app.provide(JOIN_SYNC, createJoinSync(tablet, { chance: edges.chance, pullMs, onServerTime }))
  opened.value = state.me
})

app.provide(DOOR, { gate, opened })
app.mount('#app')

function tabMemory(key: string): GateMemory {
  return { recall: () => sessionStorage.getItem(key), keep: (postId) => sessionStorage.setItem(key, postId) }
}
