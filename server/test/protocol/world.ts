import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { DeviceId, PostId, ScanId, StationId, UploadId, type CaseId, type DistrictId } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import { Instant, PlainDate } from '@onetrip/shared/lib/time'
import { FeedRow } from '@onetrip/shared/wire/feedRow'
import { Operation } from '@onetrip/shared/wire/operation'
import type { RecoveryId } from '@onetrip/shared/wire/recovery'
import { openAcknowledger } from '../../src/app/openAcknowledger'
import { openHouse } from '../../src/app/openHouse'
import { openEnvelopes, openOfficeKeys } from '../../src/app/openSealing'
import { newId, random, sha256Hex } from '../../src/app/parts'
import { addPerson } from '../../src/db/people'
import { addDemoCode } from '../../src/db/registrationCodes'
import { inTransaction } from '../../src/db/transaction'
import { findNamedScan } from '../../src/db/uploads'
import { createPasswords } from '../../src/domain/access/passwords'
import { hashRegistrationCode } from '../../src/domain/access/registrationCode'
import type { Actor } from '../../src/domain/actor'
import type { DistrictData } from '../../src/domain/catalogue/districtData'
import { applyContextFor, type House } from '../../src/domain/house'
import { applyOne } from '../../src/domain/inbox/applyOne'
import { prepareDistrict, preparerOf } from '../../src/domain/prepare/prepareDistrict'
import { decideRecovery } from '../../src/domain/recovery/decideRecovery'
import { arriveScan } from '../../src/domain/sync/arriveScan'
import { createTestDatabase } from '../database'
import { readFile } from '../caseFixture'
import { listenTo } from '../page'

const Person = z.object({
  loginName: z.string(),
  password: z.string(),
  name: z.string(),
  personId: z.string(),
  postId: z.string(),
  role: z.enum(['agent', 'reviewer', 'dispatcher', 'admin']),
  unitId: z.string(),
})

/**
 * The district in which protocol 1 was recorded: its catalogue as it was published, its people, and the keys of its
 * house. The keys are made of words that stand beside them, so nobody can take them for secrets, and no house has them.
 */
export const World = z.object({
  now: Instant,
  epoch: z.string(),
  catalogue: z.array(FeedRow),
  people: z.array(Person),
  /** By station. */
  registrationCodes: z.record(z.string(), RegistrationCode),
  /** TEST KEYS: each is the SHA-256 of its words. */
  testKeys: z.object({ envelopes: z.string(), recovery: z.string(), acknowledgements: z.string(), device: z.string() }),
})
export type World = z.infer<typeof World>

export const testKeyBytes = (words: string): Buffer => createHash('sha256').update(words).digest()
const sealingKeyText = (words: string): string => `hpke_p256_${testKeyBytes(words).toString('base64')}`

export type WorldHouse = AsyncDisposable & {
  readonly house: House
  readonly url: string
  readonly actorOf: (loginName: string) => Actor
  readonly applyAtDesk: (loginName: string, operation: unknown) => Promise<void>
  readonly letArrive: (arrival: Arrival) => Promise<void>
  /** A second administrator, of whom the recorded district knows nothing, vouches for who asked. */
  readonly vouchFor: (recoveryId: RecoveryId) => Promise<void>
}

export type Arrival = {
  readonly caseId: CaseId
  readonly agent: string
  readonly scans: readonly Uint8Array[]
  readonly taskIds: readonly string[]
}

/** Today's server in the recorded district, listening. */
export async function openWorld(world: World): Promise<WorldHouse> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'onetrip-world-'))
  const data = toDistrict(world.catalogue)
  const { districtId } = data.district
  await prepareDistrict(database.ownerPool, data, { epoch: world.epoch, now: world.now })
  const cost = { memoryKib: 64, passes: 1 }
  const passwords = await createPasswords(cost, random(32))
  const second = aSecondAdministrator(districtId)
  await inTransaction(database.ownerPool, preparerOf(districtId), async (tx) => {
    for (const { password, postId, role, unitId, ...person } of [...world.people, second]) {
      const post = { postId: PostId.parse(postId), role, unitId, heldFrom: PlainDate.parse('2018-06-01') }
      await addPerson(tx, districtId, { ...person, passwordHash: await passwords.hash(password), post })
    }
    for (const [stationId, code] of Object.entries(world.registrationCodes)) {
      const kept = { stationId: StationId.parse(stationId), codeSha256: hashRegistrationCode(sha256Hex, code) }
      await addDemoCode(tx, districtId, { codeId: newId(), mintedAt: world.now, ...kept })
    }
  })
  const planned: string[] = []
  const opened = await openHouse({
    pool: database.pool,
    guestPool: database.pool,
    districtId,
    databaseUrl: database.url,
    dataDir,
    clock: () => world.now,
    passwordCost: cost,
    startJobs: async () => undefined,
    acknowledger: openAcknowledger([`whsk_${testKeyBytes(world.testKeys.acknowledgements).toString('base64')}`]),
    envelopes: openEnvelopes([sealingKeyText(world.testKeys.envelopes)]),
    officeKeys: openOfficeKeys([sealingKeyText(world.testKeys.recovery)]),
    report: (error) => {
      throw error
    },
    isDemo: true,
  })
  const house: House = { ...opened.house, newId: () => planned.shift() ?? newId() }
  const server = await listenTo(house)
  const actorOf = (loginName: string): Actor => {
    const person = world.people.find((one) => one.loginName === loginName)
    if (!person) throw new Error(`nobody is called ${loginName} in the recorded district`)
    const { role, postId, personId, unitId } = person
    return { districtId, role, postId, personId, unitId }
  }
  return {
    house,
    url: server.url,
    actorOf,
    vouchFor: (recoveryId) => vouchFor(house, { ...second, districtId }, recoveryId),
    applyAtDesk: (loginName, operation) => applyAtDesk(house, actorOf(loginName), operation),
    letArrive: async ({ agent, taskIds, ...arrival }) => {
      await letArrive(house, actorOf(agent), { ...arrival, plan: () => planned.push(...taskIds) })
      if (taskIds.length === 0) return
      const file = await readFile(house, arrival.caseId)
      const made = file.tasks.map(({ taskId }) => taskId as string)
      // Recorded operations name them: were they others, the recording would prove nothing.
      if (made.join() !== taskIds.join()) throw new Error(`the tasks did not get their recorded ids: ${made.join()}`)
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await opened.close()
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const aSecondAdministrator = (districtId: DistrictId): World['people'][number] & { role: 'admin' } => ({
  loginName: 'second-admin',
  password: newId(),
  name: '谭丽',
  personId: newId(),
  postId: newId(),
  role: 'admin',
  unitId: districtId,
})

async function vouchFor(house: House, actor: Actor, recoveryId: RecoveryId): Promise<void> {
  const answer = await decideRecovery(house, actor, { recoveryId, decision: 'vouch', reason: '当面核对了工作证' })
  if (answer.status !== 'done') throw new Error(`not vouched for: ${answer.refusal}`)
}

async function applyAtDesk(house: House, actor: Actor, operation: unknown): Promise<void> {
  const context = applyContextFor(house, actor)
  const outcome = await inTransaction(house.pool, actor, (tx) => applyOne(tx, Operation.parse(operation), context))
  if (outcome.status !== 'applied') throw new Error(`not applied at the desk: ${JSON.stringify(outcome)}`)
}

type Coming = Pick<Arrival, 'caseId' | 'scans'> & { readonly plan: () => void }

async function letArrive(house: House, actor: Actor, { caseId, scans, plan }: Coming): Promise<void> {
  for (const [nth, bytes] of scans.entries()) {
    const scanId = ScanId.parse(createHash('sha256').update(bytes).digest('hex'))
    await house.scans.put(scanId, bytes)
    await inTransaction(house.pool, actor, async (tx) => {
      const scan = await findNamedScan(tx, house.districtId, { caseId, scanId })
      if (!scan) throw new Error('the case does not name this scan')
      const upload = { ...scan, uploadId: UploadId.parse(newId()), deviceId: DeviceId.parse(newId()), sealed: null }
      const context = applyContextFor(house, actor)
      if (nth === scans.length - 1) plan()
      await arriveScan(tx, upload, context)
    })
  }
}

/** The district's data, from the rows in which it was published. */
export function toDistrict(rows: readonly FeedRow[]): DistrictData {
  const of = <Kind extends FeedRow['kind']>(kind: Kind) =>
    rows.filter((row): row is Extract<FeedRow, { kind: Kind }> => row.kind === kind)
  const [district] = of('district')
  const [calendar] = of('calendar')
  if (!district || !calendar) throw new Error('the recorded district is incomplete')
  return {
    district: district.district,
    calendar: calendar.calendar,
    subdistricts: of('subdistrict').map((row) => row.subdistrict),
    stations: of('station').map((row) => row.station),
    departments: of('department').map((row) => row.department),
    items: of('item').map((row) => row.item),
    themes: of('theme').map((row) => row.theme),
    notices: of('notice').map((row) => row.notice),
  }
}
