import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { openFakeDisk, removeFakeDisk, type DiskRequest } from '../../client/test/fakeDisk'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { createDexieSyncStorage } from '@onetrip/client/db/dexieSyncStorage'
import type { LocalDatabase } from '@onetrip/client/db/localDatabase'
import { writeMeta } from '@onetrip/client/db/meta'
import { clearCodec } from '@onetrip/client/db/recordCodec'
import { clearSealer } from '@onetrip/client/db/sealer'
import type { SyncStorage } from '@onetrip/client/db/syncStorage'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine, type Engine } from '@onetrip/client/sync/engine'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import { LANE_MS } from '@onetrip/client/sync/uploadLanes'
import { CATALOGUE_FEED, DeviceId, StationId, stationFeed, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import type { Actor } from '@onetrip/server/domain/actor'
import type { FaultPlan } from './faults'
import { createLife, withCrashes, type Life } from './life'
import type { Chance } from './random'
import { openEye, type Eye } from './eye'

/** The thing in the agents' hands: one clock, one disk, one browser. Agents share it, each with a store of their own. */
export type Hardware = {
  readonly name: string
  clockOffsetMs: number
  isFull: boolean
  /** Which of its agents it is unlocked for. */
  inFront: number
}

/** What one agent has on one tablet: a store that survives, and a process that does not. */
export type SimTablet = {
  readonly name: string
  readonly hardware: Hardware
  readonly agent: Actor
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  /** Looks at the disk without being part of what happens. */
  readonly eye: Eye
  /** One step of the engine; says what came of it, a crash included. */
  readonly sync: () => Promise<string>
  readonly restart: () => void
  readonly wake: () => void
  readonly askForPull: () => void
  /** What a screen does with the store, in the process that runs now; an error where it, or the process, failed. */
  readonly use: <Answer>(call: (store: LocalStore) => Promise<Answer>) => Promise<Answer | Error>
  readonly nowMs: () => number
  readonly close: () => Promise<void>
}

export type TabletDeps = {
  readonly name: string
  /** Of the database, which no other history may open. */
  readonly diskName: string
  readonly hardware: Hardware
  readonly agent: Actor
  readonly deviceNumber: number
  readonly transport: SyncTransport
  readonly plan: FaultPlan
  readonly chance: Chance
  /** How many scans go side by side. */
  readonly lanes: number
  readonly worldNowMs: () => number
}

export async function createSimTablet(deps: TabletDeps): Promise<SimTablet> {
  const { name, diskName, hardware, agent, deviceNumber, chance, worldNowMs } = deps
  const deviceId = DeviceId.parse(uuidv7(worldNowMs(), chance.bytes))
  const eyeDb = openFakeDisk(diskName)
  await writeMeta(eyeDb, 'device', { deviceId, deviceNumber, nextDeviceSeq: 1, nextReceiptCounter: 0 })
  const running = { run: startRun(deps, deviceId) }
  const restart = (): void => {
    void endRun(running.run)
    running.run = startRun(deps, deviceId)
  }
  /** What a process was doing when it ended, ended with it. */
  async function within<Answer>(call: () => Promise<Answer>): Promise<Answer | Error> {
    const { run } = running
    try {
      return await call()
    } catch (error) {
      if (run.life.isOver() && run === running.run) restart()
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  return {
    name,
    hardware,
    agent,
    deviceId,
    deviceNumber,
    eye: openEye(storeOn(eyeDb), agent),
    nowMs: () => worldNowMs() + hardware.clockOffsetMs,
    restart,
    wake: () => running.run.engine.wake(),
    askForPull: () => running.run.engine.askForPull(),
    use: (call) => within(() => call(running.run.store)),
    sync: async () => {
      const result = await within(async () => {
        const done = await running.run.engine.step()
        // What the store threw comes back as a value, the tablet's death among it.
        if (done.did === 'fail' && done.failure.kind === 'store-failed') throw done.failure.error
        return done.did === 'fail' ? `fail ${done.failure.kind}` : done.did
      })
      return result instanceof Error ? `died: ${result.message}` : result
    },
    close: async () => {
      await endRun(running.run)
      eyeDb.close()
      await removeFakeDisk(diskName)
    },
  }
}

/** Open, as on a tablet of before there was a vault: what is sealed comes out as other bytes each time. */
const storeOn = (db: LocalDatabase): LocalStore => ({ db, codec: clearCodec, sealer: clearSealer })

type Run = {
  readonly life: Life
  readonly store: LocalStore
  readonly opened: Promise<unknown>
  readonly engine: Engine
}

/** A connection that is just being opened cannot be closed: it would stay. */
async function endRun({ life, opened, store }: Run): Promise<void> {
  life.end()
  await opened.catch(() => undefined)
  store.db.close()
}

/** The app is started: its own connection to the disk, and nothing in memory. */
function startRun(deps: TabletDeps, deviceId: DeviceId): Run {
  const { diskName, hardware, agent, transport, plan, chance, lanes, worldNowMs } = deps
  const life = createLife(plan)
  const nowMs = (): number => worldNowMs() + hardware.clockOffsetMs
  const db: LocalDatabase = openFakeDisk(diskName, (request) => meetDisk(request, { life, plan, hardware }))
  const store = storeOn(db)
  const storage = createDexieSyncStorage(store)
  const engine = createEngine({
    nowMs,
    monotonicMs: worldNowMs,
    random: chance.next,
    storage: withCrashes(withDiskErrors(storage, plan), life),
    transport: withCrashes(believing(transport, agent, storage), life),
    deviceId,
    newUploadId: () => UploadId.parse(uuidv7(nowMs(), chance.bytes)),
    sha256Hex,
    feedIds: [stationFeed(StationId.parse(agent.unitId)), CATALOGUE_FEED],
    // Few in a request, so that several go side by side; but one by one where a real database would mix up their order.
    opsPerPush: lanes > 1 ? 2 : undefined,
    lanes,
    // Every other one goes on until its lanes are empty.
    laneMs: lanes > 1 && deps.deviceNumber % 2 === 0 ? LANE_MS : 0,
    mayUpload: () => true,
  })
  return { life, store, opened: db.open(), engine }
}

/** Each request to the disk may be the last of its process, and a disk may be full, for once or for a while. */
function meetDisk(
  { to, table }: DiskRequest,
  { life, plan, hardware }: Pick<TabletDeps, 'plan' | 'hardware'> & { readonly life: Life },
): void {
  life.pass('crash-in-transaction', `${to} ${table}`)
  const isRefused = to === 'put' && (hardware.isFull || plan.strikes('quota'))
  if (isRefused) throw Object.assign(new Error(`no room for ${table}`), { name: 'QuotaExceededError' })
}

/** A failing disk: the call changes nothing and throws. */
function withDiskErrors(storage: SyncStorage, plan: FaultPlan): SyncStorage {
  const failing = Object.entries(storage).map(([name, call]: [string, (...args: never[]) => Promise<unknown>]) => [
    name,
    async (...args: never[]): Promise<unknown> => {
      if (plan.strikes('disk-error')) throw new Error(`disk error in ${name}`)
      return call(...args)
    },
  ])
  // Same names, same signatures: each call is passed on as it came.
  return Object.fromEntries(failing) as SyncStorage
}

const sha256Hex = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex')

/** The production's own check of signatures, by Node's crypto: as in a browser, only sooner. */
const believing = (transport: SyncTransport, { districtId }: Actor, storage: SyncStorage): SyncTransport =>
  acknowledgedTransport(transport, {
    districtId,
    readKeys: storage.readAcknowledgementKeys,
    verifySignature: async ({ publicKey, text, signature }) => verify(null, text, toKey(publicKey), signature),
    sha256Hex,
  })

const keys = new Map<string, KeyObject>()

/** From the 32 raw bytes: SPKI for ed25519 (RFC 8410 §4). Kept, for there is one. */
function toKey(raw: Uint8Array): KeyObject {
  const name = Buffer.from(raw).toString('hex')
  const known = keys.get(name)
  if (known) return known
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' })
  keys.set(name, key)
  return key
}
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
