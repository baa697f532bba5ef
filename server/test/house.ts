import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { DeviceId } from '@onetrip/shared/lib/ids'
import { addMs, dateIn, Instant } from '@onetrip/shared/lib/time'
import { mintSealingKey } from '../src/adapters/sealing/sealingKeys'
import { mintPrivateKey } from '../src/adapters/signing/keys'
import { openAcknowledger } from '../src/app/openAcknowledger'
import { openHouse } from '../src/app/openHouse'
import { openEnvelopes, openOfficeKeys } from '../src/app/openSealing'
import { newId, random, sha256Hex } from '../src/app/parts'
import { appRouter } from '../src/app/router'
import { inRoot } from '../src/app/root'
import { findPostByLogin } from '../src/db/people'
import { createPool } from '../src/db/pool'
import { inTransaction } from '../src/db/transaction'
import { createPasswords } from '../src/domain/access/passwords'
import type { AppName } from '../src/domain/access/app'
import { registerDevice } from '../src/domain/access/registerDevice'
import type { Actor } from '../src/domain/actor'
import type { DistrictData } from '../src/domain/catalogue/districtData'
import { readDistrict } from '../src/domain/catalogue/readDistrict'
import type { House } from '../src/domain/house'
import { startJobsWith, type NewJob } from '../src/domain/operations/startJobs'
import { makeDemoSignIns, saveDemoCodes, saveDemoPeople, type DemoSignIn } from '../src/domain/prepare/demoPeople'
import { prepareDistrict } from '../src/domain/prepare/prepareDistrict'
import { createCallerFactory, type RequestContext } from '../src/routers/trpc'
import { createTestDatabase } from './database'

/** A working day in the office's hours: 2026-01-05 is a Monday, and it is nine in Changsha. */
export const TEST_NOW = Instant.parse('2026-01-05T01:00:00.000Z')

/** One hash takes a millisecond. The real cost is tested where passwords are. */
const CHEAP = { memoryKib: 64, passes: 1 }

export type TestActors = Readonly<
  Record<
    | 'agent'
    | 'otherAgent'
    | 'marketReviewer'
    | 'fireReviewer'
    | 'civilReviewer'
    | 'dispatcher'
    | 'admin'
    | 'otherAdmin',
    Actor
  >
>

export type TestHouse = AsyncDisposable & {
  readonly house: House
  readonly data: DistrictData
  readonly actors: TestActors
  /** How each of the same people signs in; passwords differ from run to run. */
  readonly signIns: Readonly<Record<keyof TestActors, DemoSignIn>>
  /** A registered tablet at each of the two stations. */
  readonly devices: Readonly<Record<'agent' | 'otherAgent', DeviceId>>
  /** Jobs that were begun, the rolled-back ones among them; nobody works them off. */
  readonly jobs: NewJob[]
  /** What the house told its log. */
  readonly reports: unknown[]
  readonly ownerPool: Pool
  readonly databaseUrl: string
  readonly dataDir: string
  /** Moves the house's clock; it stands still otherwise. */
  readonly pass: (ms: number) => void
  /** A second process's house over the same database and the same folder. */
  readonly openAnother: () => Promise<{ readonly house: House } & AsyncDisposable>
}

export type TestHouseOptions = {
  /** A port that fails in a way of the test's own, or anything else that shall be otherwise. */
  readonly change?: (house: House) => Partial<House>
}

const POSTS = {
  agent: 'agent-hehuayuan',
  otherAgent: 'agent-fengquan',
  marketReviewer: 'reviewer-market',
  fireReviewer: 'reviewer-fire',
  civilReviewer: 'reviewer-civil',
  dispatcher: 'dispatcher',
  admin: 'admin',
  otherAdmin: 'admin-2',
} as const satisfies Record<keyof TestActors, string>

/** A prepared district with its people in a database and a folder of its own; all goes with the test's scope. */
export async function openTestHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-house-'))
  const now = { instant: TEST_NOW }
  const jobs: NewJob[] = []
  const reports: unknown[] = []
  const data = await getDistrictData()
  await prepareDistrict(database.ownerPool, data, { epoch: randomUUID(), now: TEST_NOW })
  const signIns = await addPeople(database.ownerPool, data)

  const acknowledger = openAcknowledger([mintPrivateKey(random)])
  const envelopes = openEnvelopes([mintSealingKey(random)])
  const officeKeys = openOfficeKeys([mintSealingKey(random)])
  const open = async (pool: Pool) => {
    const opened = await openHouse({
      pool,
      guestPool: pool,
      districtId: data.district.districtId,
      databaseUrl: database.url,
      dataDir,
      clock: () => now.instant,
      passwordCost: CHEAP,
      startJobs: startJobsWith(async (_tx, begun) => void jobs.push(...begun)),
      acknowledger,
      envelopes,
      officeKeys,
      report: (error) => reports.push(error),
      isDemo: true,
    })
    return { house: { ...opened.house, ...options.change?.(opened.house) }, close: opened.close }
  }
  const { house, close } = await open(database.pool)
  const actors = await findActors(house)
  const devices = {
    agent: await addDevice(house, actors.agent, signIns.agent),
    otherAgent: await addDevice(house, actors.otherAgent, signIns.otherAgent),
  }
  return {
    house,
    data,
    actors,
    signIns,
    devices,
    jobs,
    reports,
    dataDir,
    ownerPool: database.ownerPool,
    databaseUrl: database.url,
    pass: (ms) => {
      now.instant = addMs(now.instant, ms)
    },
    openAnother: async () => {
      const pool = createPool(database.url, { max: 4 })
      const another = await open(pool)
      return {
        house: another.house,
        [Symbol.asyncDispose]: async () => {
          await another.close()
          await pool.end()
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      await close()
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The session of whoever calls procedures here: none is kept under it. */
export const TEST_SESSION = { tokenSha256: sha256Hex('test') }

/** Calls procedures as somebody who is signed in at the app that the role belongs to, or as nobody. */
export function callerFor(house: House, actor?: Actor, app: AppName = actor?.role === 'agent' ? 'agent' : 'staff') {
  return callWith(house, { actor, app })
}

type Call = {
  readonly actor?: Actor | undefined
  readonly app: AppName
  readonly headers?: Readonly<Record<string, string>>
}

/** The same with headers of the request. */
export function callWith(house: House, { actor, app, headers = {} }: Call) {
  const context: RequestContext = {
    house,
    app,
    session: actor && {
      actor,
      expiresAt: addMs(house.clock(), 60_000),
      tokenSha256: TEST_SESSION.tokenSha256,
      isRevoked: false,
    },
    address: '127.0.0.1',
    findHeader: (name) => headers[name],
    untilTurn: async () => undefined,
    setCookie: () => undefined,
    setRetryAfter: () => undefined,
  }
  return createCaller(context)
}

const createCaller = createCallerFactory(appRouter)

async function getDistrictData(): Promise<DistrictData> {
  const data = await readDistrict(inRoot('server', 'district'))
  if (!data.ok) throw new Error(`the district's files have faults: ${JSON.stringify(data.error)}`)
  return data.value
}

async function addPeople(pool: Pool, data: DistrictData): Promise<TestHouse['signIns']> {
  const list = makeDemoSignIns(data, random, dateIn(data.district.timeZone, TEST_NOW))
  const passwords = await createPasswords(CHEAP, random(32))
  await saveDemoPeople({ pool, data, passwords, newId }, list, { isNewList: true })
  await saveDemoCodes({ pool, data, newId, sha256Hex, now: TEST_NOW }, list)
  return forEachPost(async (loginName) => getBy(list, (one) => one.loginName === loginName))
}

async function findActors({ pool, districtId, clock }: House): Promise<TestActors> {
  const roles = ['agent', 'reviewer', 'dispatcher', 'admin']
  return forEachPost(async (loginName) => {
    const scope = { districtId, postId: 'test', role: 'test', unitId: districtId }
    const key = { loginName, roles, now: clock() }
    const post = await inTransaction(pool, scope, (tx) => findPostByLogin(tx, districtId, key))
    if (!post) throw new Error(`nobody holds the post of ${loginName}`)
    const { role, postId, personId, unitId } = post
    return { districtId, role, postId, personId, unitId }
  })
}

async function addDevice(house: House, actor: Actor, { registrationCode: code }: DemoSignIn): Promise<DeviceId> {
  const deviceId = DeviceId.parse(newId())
  const registered = await registerDevice(house, actor, { deviceId, code, address: '127.0.0.1', session: TEST_SESSION })
  if (!registered.ok || registered.value.status !== 'registered') throw new Error('the tablet was not registered')
  return deviceId
}

async function forEachPost<T>(make: (loginName: string) => Promise<T>): Promise<Record<keyof TestActors, T>> {
  const entries = await Promise.all(Object.entries(POSTS).map(async ([key, name]) => [key, await make(name)] as const))
  // Built from `POSTS`, which names every actor.
  return Object.fromEntries(entries) as Record<keyof TestActors, T>
}

function getBy<T>(rows: readonly T[], isWanted: (row: T) => boolean): T {
  const found = rows.find(isWanted)
  if (!found) throw new Error('the fixture has no such row')
  return found
}
