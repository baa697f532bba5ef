// A tablet without a screen: the app's own store, sealer and engine, in this process, against real servers.
import 'fake-indexeddb/auto'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ItemCode } from '@onetrip/shared/catalogue/serviceItem'
import { CATALOGUE_FEED, DeviceId, StationId, stationFeed, UploadId, uuidv7 } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { instantFromMs } from '@onetrip/shared/lib/time'
import type { Me } from '@onetrip/shared/wire/session'
import type { Fetch } from '@onetrip/client/api/serverAnswer'
import { createServerClient, type ServerClient } from '@onetrip/client/api/serverClient'
import { recordStep } from '@onetrip/client/db/commands'
import { createDexieSyncStorage } from '@onetrip/client/db/dexieSyncStorage'
import { LocalDatabase } from '@onetrip/client/db/localDatabase'
import type { LocalStore } from '@onetrip/client/db/localStore'
import { NO_SYNC, readMeta, writeMeta } from '@onetrip/client/db/meta'
import { clearCodec } from '@onetrip/client/db/recordCodec'
import { sealScans } from '@onetrip/client/db/scanRecords'
import { makeDeviceKey } from '@onetrip/client/device/makeDeviceKey'
import { createSignatureCheck } from '@onetrip/client/envelope/checkSignature'
import { createSealer } from '@onetrip/client/envelope/createSealer'
import { createUploadProof } from '@onetrip/client/envelope/sign'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine, type Engine } from '@onetrip/client/sync/engine'
import { createTrpcTransport } from '@onetrip/client/sync/trpcTransport'
import { LANE_MS } from '@onetrip/client/sync/uploadLanes'
import { readDistrict } from '@onetrip/server/domain/catalogue/readDistrict'
import type { DistrictData } from '@onetrip/server/domain/catalogue/districtData'
import type { SignIn } from '../../.scripts/system.mjs'
import { makeContent, makePage } from '../../server/test/samples'
import { createCookieFetch } from '../house/cookieFetch'
import { makeSubmit } from './makeSubmit'

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length))
const newId = (): string => uuidv7(Date.now(), random)
const sha256Hex = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex')

/** What the tablet knows that it took in: all that anybody may hold the server to. */
export type TakenIn = {
  readonly caseId: string
  readonly opId: string
  readonly receiptNumber: string
  readonly scans: readonly string[]
}

/** An application: the item, and how many pages come with it, the signature among them. */
export type Application = { readonly itemCode: ItemCode; readonly pages: number }

export type NodeTablet = {
  readonly engine: Engine
  readonly takenIn: readonly TakenIn[]
  /** Takes a case in and hands it in. */
  readonly handIn: (application: Application) => Promise<void>
  /** How many operations and scans the server has not signed for. */
  readonly countUnsent: () => Promise<number>
}

type Parts = {
  readonly origin: string
  readonly signIn: SignIn
  /** In whose place the tablet asks; itself, where nobody is named. */
  readonly fetch?: Fetch
}
type Registered = {
  readonly client: ServerClient
  readonly me: Me
  readonly deviceNumber: number
  readonly store: LocalStore
  readonly deviceId: DeviceId
}

/** Signs in, registers, and opens a store of its own. */
export async function openNodeTablet(parts: Parts): Promise<NodeTablet> {
  const registered = await register(parts)
  const data = await readDistrict('server/district')
  if (!data.ok) throw new Error('the district does not read')
  const { store } = registered
  const takenIn: TakenIn[] = []
  return {
    engine: engineOf(registered),
    takenIn,
    handIn: async (application) => {
      takenIn.push(await handIn(registered, data.value, { ...application, nth: takenIn.length }))
    },
    countUnsent: async () =>
      (await store.db.outbox.where('state').notEqual('ended').count()) +
      (await store.db.uploads.where('state').notEqual('arrived').count()),
  }
}

async function register({ origin, signIn, fetch = createCookieFetch(origin) }: Parts): Promise<Registered> {
  const client = createServerClient({ app: 'agent', fetch, origin })
  const answer = await client.session.signIn.mutate({ loginName: signIn.loginName, password: signIn.password })
  if (answer.status !== 'signed-in') throw new Error(`sign-in: ${answer.status}`)
  const { me } = answer
  const deviceId = DeviceId.parse(newId())
  const { signingKey, publicKey } = await makeDeviceKey()
  const code = RegistrationCode.parse(signIn.registrationCode)
  const tablet = await client.session.registerDevice.mutate({ deviceId, publicKey, code })
  if (tablet.status !== 'registered') throw new Error(`registration: ${tablet.status}`)
  const { deviceNumber, envelopeKeys = [] } = tablet
  const db = new LocalDatabase(`lane-${randomUUID()}`)
  await writeMeta(db, 'device', { deviceId, deviceNumber, nextDeviceSeq: 1, nextReceiptCounter: 0, signingKey })
  await writeMeta(db, 'sync', { ...NO_SYNC, envelopeKeys })
  const sealer = createSealer({
    districtId: me.districtId,
    deviceId,
    random,
    nowMs: () => Date.now(),
    readKeys: async () => (await readMeta(db, 'sync'))?.envelopeKeys ?? [],
    readSigningKey: async () => signingKey,
  })
  return { client, me, deviceNumber, deviceId, store: { db, codec: clearCodec, sealer } }
}

function engineOf({ client, me, store, deviceId }: Registered): Engine {
  const storage = createDexieSyncStorage(store)
  const { districtId } = me
  const wire = createTrpcTransport(client, {
    deviceId,
    onServerTime: () => undefined,
    proveUpload: createUploadProof({ db: store.db, districtId, deviceId }),
  })
  return createEngine({
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: Math.random,
    storage,
    transport: acknowledgedTransport(wire, {
      districtId,
      readKeys: storage.readAcknowledgementKeys,
      verifySignature: createSignatureCheck(),
      sha256Hex,
    }),
    deviceId,
    newUploadId: () => UploadId.parse(newId()),
    sha256Hex,
    feedIds: [stationFeed(StationId.parse(me.unitId)), CATALOGUE_FEED],
    lanes: 4,
    laneMs: LANE_MS,
    mayUpload: () => true,
  })
}

type Made = Application & { readonly nth: number }

async function handIn(
  { me, store, deviceNumber }: Registered,
  data: DistrictData,
  { itemCode, pages: count, nth }: Made,
): Promise<TakenIn> {
  const now = instantFromMs(Date.now())
  const pages = await Promise.all(Array.from({ length: count }, (_, page) => makePage(1000 * nth + page)))
  const content = makeContent(data, { itemCodes: [itemCode], pages, now })
  const { districtId, postId } = me
  const author = { districtId, postId, stationId: StationId.parse(me.unitId), deviceNumber }
  const { caseId, opId, receiptNumber, body } = makeSubmit(author, content, { counter: nth, now })
  await store.db.scans.bulkPut(await sealScans(store, caseId, pages))
  await recordStep(store, {
    caseId,
    newScans: [],
    operations: [{ opId, body }],
    uploads: pages.map(({ ref }) => ({ ref, opId, uploadId: UploadId.parse(newId()) })),
    settles: [],
    atMs: Date.now(),
  })
  return { caseId, opId, receiptNumber, scans: pages.map(({ ref }) => ref.scanId) }
}
