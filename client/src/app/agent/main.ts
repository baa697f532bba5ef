import { shallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import { createServerClient } from '../../api/serverClient'
import { DeviceRegistry, localDatabaseName } from '../../db/deviceRegistry'
import { createNobodysEdges } from '../../background/browserEdges'
import { checkByLibrary } from '../../envelope/checkByLibrary'
import { createUploadProof } from '../../envelope/sign'
import { INSTALLING } from '../../stores/installed'
import { useIntakeStore } from '../../stores/intake'
import { KEEP_STORAGE, useKeptStorageStore } from '../../stores/keptStorage'
import { LOST_COPIES, PROVE_UPLOAD, RESCUE } from '../../stores/rescue'
import { LINE } from '../../stores/mobileData'
import { SPACE, useSpaceStore } from '../../stores/space'
import { useSyncStore } from '../../stores/sync'
import { JOIN_SYNC } from '../../stores/syncControl'
import { TABLET, type ServerTimeSeen } from '../../stores/tablet'
import { AUTHENTICATOR_CHOICE } from '../../features/unlock/authenticatorChoice'
import { CHANGE_PASSPHRASE } from '../../features/unlock/changePassphrase'
import { PIN_CHOICE } from '../../features/unlock/pin'
import { FULL_COST } from '../../vault/passphraseWrap'
import { sealOpenScans } from '../../vault/sealOpenScans'
import { createStretchInWorker } from '../../vault/stretchInWorker'
import { createShell } from '../shell/createShell'
import App from './App.vue'
import { clearSearch } from './clearSearch'
import { createCopyEdges } from './copyEdges'
import { DOOR } from './door'
import { createEdges } from './edges'
import { createInstalling, createLine, createSpaceEdges } from './fieldEdges'
import { followGate } from './followGate'
import { forgetDaily } from './forgetDaily'
import { forgetKeyWhenLocked } from './forgetKey'
import { createGate } from './gate'
import type { Inside } from './gateState'
import { createJoinSync, pullEveryMs } from './joinSync'
import { keepCopies } from './keepCopies'
import { lockWhenIdle } from './lockWhenIdle'
import { createOpenedMemory } from './openedMemory'
import { openTablet } from './openTablet'
import { createPinChoice } from './pinChoice'
import { routes } from './routes'
import { startArgon2 } from './startArgon2'
import { sendWhileAway } from './sendWhileAway'
import { createTabletLock } from './tabletLock'
import { createStandingWatch } from './watchStanding'
import { createWebAuthn, findWebAuthn } from './webAuthn'
import { warnBeforeLoss } from './warnBeforeLoss'

// Read before the router takes the address over.
const pullMs = pullEveryMs(location.search)
// The browser offers to install early, and once.
const installing = createInstalling()
const { app, router, words } = await createShell({ root: App, base: '/agent/', routes })
const edges = createEdges()
const { nowMs } = edges
const memory = createOpenedMemory(sessionStorage)
const log = (error: unknown): void => console.error(error)
const passphrases = { stretch: createStretchInWorker(startArgon2), cost: FULL_COST }
const registry = new DeviceRegistry()
const authenticator = createWebAuthn({
  ...findWebAuthn(),
  appName: () => words.t('common.productName'),
  random: edges.random,
})
const rescue = createNobodysEdges(checkByLibrary)
const copies = createCopyEdges(rescue)
const standing = createStandingWatch(registry, log)
const gate = createGate({
  ...{ clientFor, edges, registry, memory, passphrases, authenticator, log },
  forgetKey: () => key.forgetNow(),
})
const opened = shallowRef<Me>()
const seen = shallowRef<ServerTimeSeen>()

const startAnew = (): void => location.reload()
followGate({ gate, opened, open, settled, startAnew, wake: () => useSyncStore().syncNow() })
lockWhenIdle({ gate, nowMs })
clearSearch(gate, router)
const key = forgetKeyWhenLocked({ gate, opened, nowMs, settled, startAnew })
app.provide(DOOR, { gate, opened, settled, lock: createTabletLock(gate), revoked: standing.revoked, startAnew })
app.provide(CHANGE_PASSPHRASE, gate.changePassphrase)
app.provide(PIN_CHOICE, createPinChoice(gate))
app.provide(AUTHENTICATOR_CHOICE, gate.authenticator)
app.provide(KEEP_STORAGE, {
  ask: () => navigator.storage.persist(),
  onInstalled: (run) => addEventListener('appinstalled', run),
})
app.provide(RESCUE, rescue)
sendWhileAway({
  registry,
  rescue,
  copies,
  log,
  onWiped: (wiped) => {
    if (!opened.value) standing.tell(wiped)
  },
})
app.provide(INSTALLING, installing)
const line = createLine()
app.provide(LINE, line)
void gate.begin()
app.mount('#app')

/** The server, asked in the name of one post for as long as the page lives, whoever signs in beside it. */
function clientFor(postId?: PostId) {
  return createServerClient({ app: 'agent', fetch: (url, init) => fetch(url, init), findPostId: () => postId })
}

function open(inside: Inside): void {
  const tablet = openTablet(inside, { client: clientFor(inside.me.postId), edges, seen: () => seen.value })
  app.provide(TABLET, tablet)
  const { store, deviceId } = tablet
  const proveUpload = createUploadProof({ db: store.db, districtId: inside.me.districtId, deviceId })
  app.provide(PROVE_UPLOAD, proveUpload)
  const lost = keepCopies(tablet, { copies, proveUpload, line, log })
  app.provide(LOST_COPIES, lost.readLost)
  const onServerTime = (serverTime: ServerTimeSeen['serverTime']): void => {
    seen.value = { serverTime, atMonotonicMs: edges.monotonicMs() }
  }
  const join = createJoinSync(tablet, {
    chance: edges.chance,
    pullMs,
    onServerTime,
    standing: standing.follow(tablet, { lost, nobody: rescue.client }),
    line,
    onRest: lost.sendWaiting,
  })
  app.provide(JOIN_SYNC, (onReport) => {
    const lead = join(onReport)
    const wake = (): void => {
      lead.wake()
      lost.send()
    }
    return { wake }
  })
  const disk = createSpaceEdges(localDatabaseName(inside.me.postId))
  app.provide(SPACE, disk)
  opened.value = inside.me
  sealOpenScans(store).catch(log)
  useKeptStorageStore()
  useSpaceStore()
  // What a proof of room left behind that was cut off.
  disk.scratch.clear().catch(log)
  forgetDaily(tablet, { forgetCopies: disk.forgetCopies, every: setInterval, log })
  warnBeforeLoss(() => useIntakeStore().saving.kind !== 'saved')
}

async function settled(): Promise<boolean> {
  return !opened.value || useIntakeStore().settled()
}
