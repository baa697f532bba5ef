import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { CATALOGUE_FEED, DeviceId, OpId, CaseId, StationId, stationFeed, UploadId } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { uuidv7 } from '@onetrip/shared/lib/ids'
import { dateIn, instantFromMs } from '@onetrip/shared/lib/time'
import type { Me } from '@onetrip/shared/wire/session'
import { Operation } from '@onetrip/shared/wire/operation'
import { createServerClient, type ServerClient } from '@onetrip/client/api/serverClient'
import { createSignatureCheck } from '@onetrip/client/app/agent/edges'
import { acknowledgedTransport } from '@onetrip/client/sync/acknowledgedTransport'
import { createEngine } from '@onetrip/client/sync/engine'
import { createTrpcTransport } from '@onetrip/client/sync/trpcTransport'
import { readDistrict } from '@onetrip/server/domain/catalogue/readDistrict'
import { createMemorySyncStorage, emptyDisk, recordMemoryStep } from '../client/test/memoryTablet'
import { FOOD_LICENCE, makeContent, makePage } from '../server/test/samples'
import type { System } from '../.scripts/system.mjs'
import { startBareServer } from './bareServer'
import { median, type Figure } from './figure'

const OPERATIONS = 500
const GROUP = 64
const ROUNDS = 3

/** 500 new cases from one tablet, words only, all rules, through the real engine, HTTP, server and PostgreSQL. */
export async function pushFigure(system: System): Promise<Figure> {
  const agent = await signIn(system)
  const bare = await startBareServer(system.database.ownerUrl)
  try {
    const ours: number[] = []
    const floors: number[] = []
    // One more than counted: the first warms the server's code and caches.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bodies = await makeBodies(agent.me, agent.deviceNumber, round)
      const floorMs = await pushBare(bare.url, bodies)
      const oursMs = await pushOurs(agent, bodies)
      if (round > 0) {
        ours.push(oursMs)
        floors.push(floorMs)
      }
    }
    const floor = { name: 'same bytes by HTTP, bare rows, a commit per group', value: median(floors) }
    return {
      name: `${OPERATIONS} operations pushed by one tablet, all rules`,
      unit: 'ms',
      value: median(ours),
      floor,
      limit: { kind: 'value', max: 700 },
    }
  } finally {
    await bare.close()
  }
}

type SignedIn = {
  readonly client: ServerClient
  readonly me: Me
  readonly deviceId: DeviceId
  readonly deviceNumber: number
}
type Body = { readonly op: Operation; readonly bytes: Uint8Array<ArrayBuffer> }

const newId = (): string => uuidv7(Date.now(), (length) => Uint8Array.from(randomBytes(length)))

async function signIn(system: System): Promise<SignedIn> {
  const [server] = system.servers
  const known = system.signIns.find(({ role }) => role === 'agent')
  if (!server || !known) throw new Error('no server, or no agent to sign in')
  const client = createServerClient({
    app: 'agent',
    fetch: createCookieFetch(server.url),
    origin: server.url,
  })
  const answer = await client.session.signIn.mutate({ loginName: known.loginName, password: known.password })
  if (answer.status !== 'signed-in') throw new Error(`sign-in: ${answer.status}`)
  const deviceId = DeviceId.parse(newId())
  const { deviceNumber } = await client.session.registerDevice.mutate({ deviceId })
  return { client, me: answer.me, deviceId, deviceNumber }
}

/** A browser's two habits that Node's fetch lacks: it keeps the cookie, and says where the page came from. */
function createCookieFetch(origin: string) {
  const jar = { cookie: '' }
  return async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    if (jar.cookie) headers.set('cookie', jar.cookie)
    const response = await fetch(url, { ...init, headers })
    const [cookie] = response.headers.getSetCookie()
    if (cookie) jar.cookie = cookie.split(';', 1)[0] ?? ''
    return response
  }
}

async function makeBodies(me: Me, deviceNumber: number, round: number): Promise<Body[]> {
  const data = await readDistrict('server/district')
  if (!data.ok) throw new Error('the district does not read')
  const now = instantFromMs(Date.now())
  const pages = await Promise.all(Array.from({ length: 4 }, (_, number) => makePage(number)))
  const content = makeContent(data.value, { itemCodes: [FOOD_LICENCE], pages, now })
  return Array.from({ length: OPERATIONS }, (_, nth) => {
    const receipt = makeReceiptNumber({
      stationId: StationId.parse(me.unitId),
      date: dateIn('Asia/Shanghai', now),
      deviceNumber,
      counter: round * OPERATIONS + nth,
    })
    if (!receipt.ok) throw new Error(receipt.error)
    const payload = {
      content,
      receiptNumber: receipt.value,
      queryCodeSha256: randomBytes(32).toString('hex'),
      secondFact: { kind: 'pin', sha256: randomBytes(32).toString('hex') },
      insisted: true,
    }
    const op = Operation.parse({
      opId: newId(),
      districtId: me.districtId,
      caseId: newId(),
      kind: 'case.submit',
      v: 1,
      authorPostId: me.postId,
      baseRevision: 0,
      deviceTime: now,
      catalogueVersion: 1,
      payload,
    })
    return { op, bytes: new TextEncoder().encode(JSON.stringify(op)) }
  })
}

async function pushOurs({ client, me, deviceId }: SignedIn, bodies: readonly Body[]): Promise<number> {
  const disk = emptyDisk()
  for (const { op, bytes } of bodies) {
    recordMemoryStep(disk, {
      caseId: CaseId.parse(op.caseId),
      operations: [{ opId: OpId.parse(op.opId), body: bytes }],
      scans: [],
      settles: [],
      atMs: 0,
    })
  }
  const { acknowledgementKeys = [] } = await client.sync.pull.query({ cursors: {}, limit: 1 })
  disk.acknowledgementKeys = acknowledgementKeys
  const storage = createMemorySyncStorage(disk)
  const engine = createEngine({
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: Math.random,
    storage,
    transport: acknowledgedTransport(
      createTrpcTransport(client, () => undefined),
      {
        districtId: me.districtId,
        readKeys: storage.readAcknowledgementKeys,
        verifySignature: createSignatureCheck(),
        sha256Hex: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
      },
    ),
    deviceId,
    newUploadId: () => UploadId.parse(randomUUID()),
    sha256Hex: async () => '',
    feedIds: [stationFeed(StationId.parse(me.unitId)), CATALOGUE_FEED],
  })
  const from = performance.now()
  while (disk.outbox.some((entry) => entry.state.kind === 'waiting')) {
    const result = await engine.step()
    if (result.did === 'fail') throw new Error(`push failed: ${result.failure.kind}`)
    if (result.did === 'rest') throw new Error('the server answered without an outcome')
  }
  const tookMs = performance.now() - from
  const refused = disk.outbox.filter((entry) => entry.state.kind !== 'ended')
  if (refused.length > 0)
    throw new Error(`${refused.length} operations were not applied: ${JSON.stringify(refused[0]?.state)}`)
  return tookMs
}

async function pushBare(url: string, bodies: readonly Body[]): Promise<number> {
  const from = performance.now()
  for (let at = 0; at < bodies.length; at += GROUP) {
    const group = bodies.slice(at, at + GROUP).map(({ op }) => op)
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(group) })
    if (!response.ok) throw new Error('the bare server failed')
    await response.arrayBuffer()
  }
  return performance.now() - from
}
