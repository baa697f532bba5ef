import { createHash, randomBytes } from 'node:crypto'
import { keepOpen } from '@onetrip/client/api/pokes'
import { createServerClient } from '@onetrip/client/api/serverClient'
import { standingTransport } from '@onetrip/client/device/standingTransport'
import { createSignatureCheck } from '@onetrip/client/envelope/checkSignature'
import type { Sealer } from '@onetrip/client/db/sealer'
import { createSealer } from '@onetrip/client/envelope/createSealer'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine } from '@onetrip/client/sync/engine'
import { joinLead, type Lead } from '@onetrip/client/sync/lead'
import { createTrpcTransport } from '@onetrip/client/sync/trpcTransport'
import { LANE_MS } from '@onetrip/client/sync/uploadLanes'
import type { CaseContent } from '@onetrip/shared/case/content'
import { CATALOGUE_FEED, stationFeed, UploadId, type DistrictId } from '@onetrip/shared/lib/ids'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import { makeSubmit } from '../makeSubmit'
import type { Enrolled } from './enrol'
import { openEventStream } from './eventStream'
import type { Line } from './line'
import type { MemoryStorage, SealedSubmit, SealPage } from './memoryStorage'
import { PULL_EVERY_MS } from './stormSize'

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length))
export const sha256Hex = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex')
const verifySignature = createSignatureCheck()

export type Sealing = {
  readonly districtId: DistrictId
  readonly keys: readonly SealingKey[]
  /** How many applications a tablet takes in. */
  readonly count: number
  readonly takeIn: () => TakenIn
}

/** What an application says, the pages that travel with it, and those that it names and that stay. */
export type TakenIn = Pick<SealedSubmit, 'pages' | 'staying'> & { readonly content: CaseContent }

const sealerOf = ({ deviceId, signingKey }: Enrolled, { districtId, keys }: Sealing): Sealer =>
  createSealer({
    districtId,
    deviceId,
    random,
    nowMs: () => Date.now(),
    readKeys: async () => keys,
    readSigningKey: async () => signingKey,
  })

/** Seals a page as a tablet does when it is taken. */
export function pageSealer(enrolled: Enrolled, sealing: Sealing): SealPage {
  const sealer = sealerOf(enrolled, sealing)
  return async (name, bytes) => {
    const { body, bodySha256, key } = await sealer.sealScan(name, bytes)
    const forServer = key && (await sealer.sealScanKey(name, key))
    if (!bodySha256 || !forServer) throw new Error('the server named no key')
    return { bytes: new Uint8Array(body.bytes), sha256: bodySha256, key: forServer }
  }
}

/** Takes so many applications in, and seals them as a tablet does while it has no line. */
export async function sealSubmits(enrolled: Enrolled, sealing: Sealing): Promise<SealedSubmit[]> {
  const { postId, stationId, deviceNumber } = enrolled
  const { districtId, count, takeIn } = sealing
  const { sealOperation } = sealerOf(enrolled, sealing)
  const author = { districtId, postId, stationId, deviceNumber }
  const seal = async (counter: number): Promise<SealedSubmit> => {
    const { content, ...taken } = takeIn()
    const { body, ...name } = makeSubmit(author, content, { counter, now: instantFromMs(Date.now()) })
    const sealed = await sealOperation(name, body)
    if (!sealed) throw new Error('the server named no key')
    return { ...name, ...taken, alg: 'sealed', keyId: sealed.keyId, body: sealed.bytes }
  }
  return Promise.all(Array.from({ length: count }, (_, counter) => seal(counter)))
}

type Parts = {
  readonly origin: string
  readonly districtId: DistrictId
  readonly enrolled: Enrolled
  readonly storage: MemoryStorage
  readonly line: Line
}

/** The app's own wiring of election, engine, transport and pokes, but for the browser's locks and its EventSource. */
export function joinStorm({ origin, districtId, enrolled, storage, line }: Parts): Lead {
  const { deviceId, postId, stationId, token } = enrolled
  const fetch = line.openFetch(`__Host-agent=${token}`)
  const client = createServerClient({ app: 'agent', fetch, findPostId: () => postId, origin })
  const wire = createTrpcTransport(client, {
    deviceId,
    onServerTime: () => undefined,
    proveUpload: async () => undefined,
  })
  const deps = { districtId, readKeys: storage.readAcknowledgementKeys, verifySignature, sha256Hex }
  const report = { deviceId, appVersion: 'storm', unsentBytes: 0, oldestUnsentAt: null }
  const transport = standingTransport(acknowledgedTransport(wire, deps), {
    deviceId,
    monotonicMs: () => performance.now(),
    readReport: async () => ({ ...report, unsentCount: storage.countUnsent() }),
    onStanding: async () => undefined,
    hearBySignature: async () => undefined,
  })
  return joinLead({
    holdLock: (_signal, whileHeld) => whileHeld(),
    createEngine: () =>
      createEngine({
        nowMs: () => Date.now(),
        monotonicMs: () => performance.now(),
        random: Math.random,
        storage,
        transport,
        deviceId,
        newUploadId: () => UploadId.parse(crypto.randomUUID()),
        sha256Hex,
        feedIds: [stationFeed(stationId), CATALOGUE_FEED],
        lanes: 4,
        laneMs: LANE_MS,
        mayUpload: () => true,
      }),
    channel: { send: () => undefined, listen: () => () => undefined },
    listenForPokes: (onPoke) => {
      const open = openEventStream(fetch, `${origin}/api/agent/trpc/sync.pokes`)
      return keepOpen({ open, onNews: onPoke, onLost: onPoke, random: Math.random })
    },
    nowMs: () => Date.now(),
    pullEveryMs: PULL_EVERY_MS,
    // Nobody else is to be elected.
    after: () => () => undefined,
    onReport: () => undefined,
  })
}
