import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { uuidv7, type ScanId, type UploadId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { CATALOGUE_FEED, stationFeed, StationId } from '@onetrip/shared/lib/ids'
import { mintPrivateKey } from '@onetrip/server/adapters/signing/keys'
import { openAcknowledger } from '@onetrip/server/app/openAcknowledger'
import type { Actor } from '@onetrip/server/domain/actor'
import type { PartialUploads, ScanStore } from '@onetrip/server/domain/files/files'
import { createCatalogueReader } from '@onetrip/server/domain/feed/readCatalogue'
import type { House } from '@onetrip/server/domain/house'
import { appendPiece } from '@onetrip/server/domain/sync/appendPiece'
import { offerScan } from '@onetrip/server/domain/sync/offerScan'
import { pullFeeds } from '@onetrip/server/domain/sync/pullFeeds'
import { pushFrames } from '@onetrip/server/domain/sync/pushFrames'
import { decodeFrames, encodeFrames } from '@onetrip/shared/wire/frame'
import { MAX_PUSH_OPS } from '@onetrip/shared/wire/protocol'
import { ok, type Result } from '@onetrip/shared/lib/result'
import { failureOfStatus, type Reply } from '@onetrip/client/api/reply'
import type { SyncTransport } from '@onetrip/client/sync/transport'
import { codeOfRefusal, type RefusalCode, type SyncRefusal } from '@onetrip/server/routers/sync/refusals'
import type { SimDistrict } from './district'
import type { FaultPlan } from './faults'
import type { Chance } from './random'

/** The production use cases on a real database; only files, clock and chance are the simulation's. */
export type SimServer = {
  readonly house: House
  readonly scans: ReadonlyMap<ScanId, Uint8Array>
  /** The server without any network between, for one agent. */
  readonly transportFor: (actor: Actor) => SyncTransport
}

/** One key for all histories: it is no part of what happens. */
const ACKNOWLEDGER = openAcknowledger([mintPrivateKey((length) => new Uint8Array(length).fill(7))])

type ServerDeps = {
  readonly pool: Pool
  readonly district: SimDistrict
  readonly plan: FaultPlan
  readonly chance: Chance
  readonly nowMs: () => number
}

export function createSimServer({ pool, district, plan, chance, nowMs }: ServerDeps): SimServer {
  const scans = new Map<ScanId, Uint8Array>()
  const clock = () => instantFromMs(nowMs())
  const notInSimulation = (): never => {
    throw new Error('no sign-in and no pokes in the simulation')
  }
  const house: House = {
    districtId: district.districtId,
    pool,
    guestPool: pool,
    clock,
    random: chance.bytes,
    newId: () => uuidv7(nowMs(), chance.bytes),
    sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
    passwords: { hash: notInSimulation, verify: notInSimulation },
    readCatalogue: createCatalogueReader(),
    // The last thing before the feeds and the commit: the process may die here, and nothing may be left behind.
    startJobs: async () => {
      if (plan.strikes('server-crash-before-commit')) throw new Error('the server died before its commit')
    },
    uploads: createMemoryUploads(),
    scans: createMemoryScans(scans, plan),
    acknowledger: ACKNOWLEDGER,
    inspectScan: async () => ({ ok: true, value: { mediaType: 'image/jpeg' } }),
    pokes: undefined as unknown as House['pokes'],
    report: () => undefined,
    isDemo: true,
  }
  return { house, scans, transportFor: (actor) => directTransport(house, actor) }
}

function createMemoryUploads(): PartialUploads {
  const uploads = new Map<UploadId, Uint8Array<ArrayBuffer>>()
  const bytesOf = (id: UploadId): Uint8Array<ArrayBuffer> => uploads.get(id) ?? new Uint8Array()
  return {
    sizeOf: async (id) => bytesOf(id).length,
    append: async (id, offset, chunks) => {
      for await (const chunk of chunks) {
        const known = bytesOf(id)
        if (offset > known.length) break
        const longer = new Uint8Array(Math.max(known.length, offset + chunk.length))
        longer.set(known)
        longer.set(chunk, offset)
        uploads.set(id, longer)
        offset += chunk.length
      }
      return bytesOf(id).length
    },
    read: async (id) => uploads.get(id),
    remove: async (id) => void uploads.delete(id),
  }
}

function createMemoryScans(scans: Map<ScanId, Uint8Array>, plan: FaultPlan): ScanStore {
  return {
    put: async (id, bytes) => {
      if (plan.strikes('scan-store-failed')) throw new Error('the scan store did not answer')
      scans.set(id, Uint8Array.from(bytes))
    },
    get: async (id) => {
      const bytes = scans.get(id)
      return (
        bytes &&
        (async function* () {
          yield bytes
        })()
      )
    },
    head: async (id) => scans.get(id)?.length,
  }
}

function directTransport(house: House, actor: Actor): SyncTransport {
  const feedIds = [CATALOGUE_FEED, stationFeed(StationId.parse(actor.unitId))]
  return {
    push: (frames) =>
      answer(async () => {
        const decoded = decodeFrames(encodeFrames(frames), MAX_PUSH_OPS)
        if (!decoded.ok) throw new Error(decoded.error)
        return pushFrames(house, actor, decoded.value)
      }),
    pull: (input) => answer(() => pullFeeds(house, { actor, feedIds }, input)),
    offer: (input) => answer(() => offerScan(house, actor, input)),
    append: ({ uploadId }, offset, bytes) =>
      answer(async () => {
        const chunks = (async function* () {
          yield bytes
        })()
        return ok(await appendPiece(house, actor, { uploadId, offset, chunks }))
      }),
  }
}

const STATUS_BY_CODE = { UNAUTHORIZED: 401, FORBIDDEN: 403 } as const satisfies Record<RefusalCode, number>

/** A refusal means to the tablet what it means over HTTP. A use case that throws is an answer 500: none at all. */
async function answer<Answer>(ask: () => Promise<Result<Answer, SyncRefusal>>): Promise<Reply<Answer>> {
  try {
    const asked = await ask()
    if (asked.ok) return { kind: 'answer', answer: asked.value }
    return failureOfStatus(STATUS_BY_CODE[codeOfRefusal(asked.error)])
  } catch {
    return failureOfStatus(500)
  }
}
