import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createServerClient, type ServerClient } from '@onetrip/client/api/serverClient'
import { makeDeviceKey } from '@onetrip/client/device/makeDeviceKey'
import { createSealer } from '@onetrip/client/envelope/createSealer'
import { CaseId, DeviceId, OpId, StationId, uuidv7 } from '@onetrip/shared/lib/ids'
import { makeReceiptNumber } from '@onetrip/shared/lib/receiptNumber'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { dateIn, instantFromMs } from '@onetrip/shared/lib/time'
import { encodeFrames, type Frame } from '@onetrip/shared/wire/frame'
import { Operation } from '@onetrip/shared/wire/operation'
import { DEVICE_HEADER } from '@onetrip/shared/wire/protocol'
import type { Me } from '@onetrip/shared/wire/session'
import type { System } from '../.scripts/system.mjs'
import type { Figure } from './figure'
import { agentOf } from './rig'
import { makeSampleCase, type SampleCase } from './sampleCase'
import { cpuMsOf, cpuMsOfDatabase } from './usage'
import { createCookieFetch } from '../e2e/house/cookieFetch'

const DEVICES = 2
const GROUP = 64
/** Each device sends so many requests; those of the first round warm the server and are not counted. */
const REQUESTS = 16
const BARE_GROUP = 50

/**
 * What a case costs the house: opened, its signature checked, ruled on, audited, signed for. Sealed before and sent by
 * Node, so that nothing but the house takes its time; two tablets, each with one request under way.
 */
export async function serverFigures(system: System): Promise<Figure[]> {
  const [server] = system.servers
  if (!server) throw new Error('no server')
  const sample = await makeSampleCase()
  const devices = await Promise.all(Array.from({ length: DEVICES }, () => registerDevice(system, server.url)))
  const warming = await Promise.all(
    devices.map((device) => sealRequests(device, sample, { from: 0, count: REQUESTS / 2 })),
  )
  await Promise.all(devices.map((device, nth) => sendAll(device, warming[nth] ?? [])))
  const sealed = await Promise.all(
    devices.map((device) => sealRequests(device, sample, { from: GROUP * REQUESTS, count: REQUESTS })),
  )

  const before = { server: getCpuMs(server.pid()), database: (await cpuMsOfDatabase(system.database.ownerUrl)) ?? 0 }
  const fromMs = performance.now()
  await Promise.all(devices.map((device, nth) => sendAll(device, sealed[nth] ?? [])))
  const ms = performance.now() - fromMs
  const after = { server: getCpuMs(server.pid()), database: (await cpuMsOfDatabase(system.database.ownerUrl)) ?? 0 }

  const cases = DEVICES * REQUESTS * GROUP
  const serverMs = (after.server - before.server) / cases
  const databaseMs = (after.database - before.database) / cases
  const bare = await insertBare(system.database.ownerUrl, JSON.stringify(sample.content), cases)
  return [
    {
      name: `processor time of server and PostgreSQL for a case, of ${cases}`,
      unit: 'ms/case',
      value: serverMs + databaseMs,
      floor: { name: `PostgreSQL alone, bare inserts, ${BARE_GROUP} per commit`, value: bare.cpuMs },
      limit: { of: 'value', atMost: 1.2 },
    },
    { name: 'of that the server', unit: 'ms/case', value: serverMs },
    { name: 'of that PostgreSQL', unit: 'ms/case', value: databaseMs },
    {
      name: `cases taken in, by ${DEVICES} tablets at once`,
      unit: 'cases/s',
      value: (cases * 1000) / ms,
      floor: { name: `bare inserts, ${BARE_GROUP} per commit`, value: bare.casesPerSecond },
      limit: { of: 'value', atLeast: 800 },
    },
  ]
}

type Device = {
  readonly client: ServerClient
  readonly me: Me
  readonly deviceId: DeviceId
  readonly deviceNumber: number
  readonly seal: ReturnType<typeof createSealer>['sealOperation']
}

const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length))
const newId = (): string => uuidv7(Date.now(), random)

async function registerDevice(system: System, origin: string): Promise<Device> {
  const { loginName, password, code } = agentOf(system)
  const client = createServerClient({ app: 'agent', fetch: createCookieFetch(origin), origin })
  const answer = await client.session.signIn.mutate({ loginName, password })
  if (answer.status !== 'signed-in') throw new Error(`sign-in: ${answer.status}`)
  const deviceId = DeviceId.parse(newId())
  const { signingKey, publicKey } = await makeDeviceKey()
  const tablet = await client.session.registerDevice.mutate({ deviceId, publicKey, code: RegistrationCode.parse(code) })
  if (tablet.status !== 'registered') throw new Error(`registration: ${tablet.status}`)
  const { me } = answer
  const { sealOperation: seal } = createSealer({
    districtId: me.districtId,
    deviceId,
    random,
    nowMs: () => Date.now(),
    readKeys: async () => tablet.envelopeKeys ?? [],
    readSigningKey: async () => signingKey,
  })
  return { client, me, deviceId, deviceNumber: tablet.deviceNumber, seal }
}

type Numbers = { readonly from: number; readonly count: number }

async function sealRequests(
  device: Device,
  sample: SampleCase,
  { from, count }: Numbers,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const requests = []
  for (let request = 0; request < count; request += 1) {
    const first = from + request * GROUP
    const frames = await Promise.all(Array.from({ length: GROUP }, (_, nth) => sealCase(device, sample, first + nth)))
    requests.push(encodeFrames(frames))
  }
  return requests
}

async function sealCase({ me, deviceId, deviceNumber, seal }: Device, sample: SampleCase, nth: number): Promise<Frame> {
  const now = instantFromMs(Date.now())
  const receipt = makeReceiptNumber({
    stationId: StationId.parse(me.unitId),
    date: dateIn('Asia/Shanghai', now),
    deviceNumber,
    counter: nth,
  })
  if (!receipt.ok) throw new Error(receipt.error)
  const name = { caseId: CaseId.parse(newId()), opId: OpId.parse(newId()) }
  const operation = Operation.parse({
    ...name,
    districtId: me.districtId,
    kind: 'case.submit',
    v: 1,
    authorPostId: me.postId,
    baseRevision: 0,
    deviceTime: now,
    catalogueVersion: 1,
    payload: {
      content: sample.content,
      receiptNumber: receipt.value,
      queryCodeSha256: randomBytes(32).toString('hex'),
      secondFact: { kind: 'pin', sha256: randomBytes(32).toString('hex') },
      insisted: true,
    },
  })
  const envelope = await seal(name, new TextEncoder().encode(JSON.stringify(operation)))
  if (!envelope) throw new Error('the server named no key')
  return { frame: 1, deviceId, deviceSeq: nth + 1, ...name, alg: 'sealed', keyId: envelope.keyId, body: envelope.bytes }
}

async function sendAll({ client, deviceId }: Device, requests: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
  for (const request of requests) {
    const context = { headers: { [DEVICE_HEADER]: deviceId } }
    const { outcomes } = await client.sync.push.mutate(request, { context })
    const other = outcomes.find(({ status }) => status !== 'applied')
    if (other || outcomes.length !== GROUP) throw new Error(`not taken in: ${JSON.stringify(other)}`)
  }
}

function getCpuMs(pid: number): number {
  const ms = cpuMsOf(pid)
  if (ms === undefined) throw new Error('the system does not tell how long a process ran')
  return ms
}

/** The same words as rows that mean nothing. */
async function insertBare(ownerUrl: string, words: string, cases: number) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('create table if not exists bench_case (case_id uuid primary key, body jsonb not null)')
  const before = (await cpuMsOfDatabase(ownerUrl)) ?? 0
  const fromMs = performance.now()
  const group = `[${Array.from({ length: BARE_GROUP }, () => words).join()}]`
  for (let at = 0; at < cases; at += BARE_GROUP)
    await client.query('insert into bench_case select gen_random_uuid(), row from jsonb_array_elements($1) as row', [
      group,
    ])
  const ms = performance.now() - fromMs
  const cpuMs = (((await cpuMsOfDatabase(ownerUrl)) ?? 0) - before) / cases
  await client.end()
  return { cpuMs, casesPerSecond: (cases * 1000) / ms }
}
