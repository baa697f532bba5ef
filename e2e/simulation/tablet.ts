import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import {
  createMemorySyncStorage,
  emptyDisk,
  recordMemoryStep,
  type MemoryStep,
  type TabletDisk,
} from '../../client/test/memoryTablet'
import type { SyncStorage } from '@onetrip/client/db/syncStorage'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine, type Engine } from '@onetrip/client/sync/engine'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import { CATALOGUE_FEED, DeviceId, StationId, stationFeed, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import type { Actor } from '@onetrip/server/domain/actor'
import { Crash, withCrashes, type FaultPlan } from './faults'
import type { Chance } from './random'

/** A tablet: a disk that survives, an engine that does not. */
export type SimTablet = {
  readonly name: string
  readonly agent: Actor
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  readonly disk: TabletDisk
  receiptCounter: number
  /** One step of the engine; says what came of it, a crash included. */
  readonly sync: () => Promise<string>
  readonly restart: () => void
  readonly wake: () => void
  /** A person's step, kept whole or not at all. */
  readonly record: (step: MemoryStep) => void
  readonly nowMs: () => number
  readonly jumpClock: (ms: number) => void
}

type TabletDeps = {
  readonly name: string
  readonly agent: Actor
  readonly deviceNumber: number
  readonly transport: SyncTransport
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly worldNowMs: () => number
}

export function createSimTablet({
  name,
  agent,
  deviceNumber,
  transport,
  plan,
  chance,
  worldNowMs,
}: TabletDeps): SimTablet {
  const disk = emptyDisk()
  const clock = { offsetMs: 0 }
  const nowMs = (): number => worldNowMs() + clock.offsetMs
  const deviceId = DeviceId.parse(uuidv7(worldNowMs(), chance.bytes))
  const storage = createMemorySyncStorage(disk)
  const start = (): Engine =>
    createEngine({
      nowMs,
      monotonicMs: worldNowMs,
      random: chance.next,
      storage: withCrashes(withDiskErrors(storage, plan), plan),
      transport: withCrashes(believing(transport, agent, storage), plan),
      deviceId,
      newUploadId: () => UploadId.parse(uuidv7(nowMs(), chance.bytes)),
      sha256Hex,
      feedIds: [stationFeed(StationId.parse(agent.unitId)), CATALOGUE_FEED],
    })
  const running = { engine: start() }
  const restart = (): void => {
    running.engine = start()
  }
  return {
    name,
    agent,
    deviceId,
    deviceNumber,
    disk,
    receiptCounter: 0,
    nowMs,
    restart,
    wake: () => running.engine.wake(),
    record: (step) => recordMemoryStep(disk, step),
    jumpClock: (ms) => {
      clock.offsetMs += ms
    },
    sync: async () => {
      try {
        const result = await running.engine.step()
        // What the store threw comes back as a value, the tablet's death among it.
        if (result.did === 'fail' && result.failure.kind === 'store-failed') throw result.failure.error
        return result.did === 'fail' ? `fail ${result.failure.kind}` : result.did
      } catch (error) {
        if (error instanceof Crash) restart()
        return error instanceof Error ? `died: ${error.message}` : 'died'
      }
    },
  }
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

/** From the 32 raw bytes: SPKI for ed25519 (RFC 8410 §4). */
const toKey = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' })
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** A full or failing disk: the call changes nothing and throws. */
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
