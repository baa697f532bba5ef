// Goal: a new tablet comes in with a code of its own station and with no other, once; and one that was revoked hands
// in what it has and is told nothing more. Method: real procedures on a real database, two processes where it matters.
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { CATALOGUE_FEED, DeviceId, StationId, stationFeed } from '@onetrip/shared/lib/ids'
import { mintRegistrationCode, RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { callerFor, openTestHouse, type TestHouse, TEST_SESSION } from '../../../test/house'
import { frameOf, makeSubmit, push } from '../../../test/operations'
import { listenTo, openSignedIn } from '../../../test/page'
import { newId, random } from '../../app/parts'
import { findDevice } from '../../db/devices'
import { inTransaction } from '../../db/transaction'
import { registerDevice } from '../../domain/access/registerDevice'
import type { House } from '../../domain/house'

const HOUR_MS = 3_600_000
const HERE = StationId.parse('430102014004')
const THERE = StationId.parse('430102013008')

const newDevice = () => DeviceId.parse(newId())
const stranger = () => mintRegistrationCode(random)

/** A P-256 public key as a browser exports it. */
function newKey(): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64')
}

async function mint(test: TestHouse, stationId = HERE): Promise<RegistrationCode> {
  const minted = await callerFor(test.house, test.actors.admin).device.mintCode({ stationId })
  if (minted.status !== 'minted') throw new Error(minted.status)
  return minted.code
}

const register = (test: TestHouse, input: RegisterDeviceInput, house: House = test.house) =>
  callerFor(house, test.actors.agent).session.registerDevice(input)

it('[SYNC-R17] lets a new tablet in with a code of its station, and asks for one where none came', async () => {
  await using test = await openTestHouse()
  const deviceId = newDevice()
  expect(await register(test, { deviceId })).toEqual({ status: 'code-wanted' })
  const code = await mint(test)
  expect(await register(test, { deviceId, code })).toMatchObject({ status: 'registered', deviceNumber: 2 })
  // The answer was lost: the tablet asks again, with the code or without.
  expect(await register(test, { deviceId, code })).toMatchObject({ status: 'registered', deviceNumber: 2 })
  expect(await register(test, { deviceId })).toMatchObject({ status: 'registered', deviceNumber: 2 })
})

it('[SYNC-R17] uses a code up once, also for two tablets at once over two processes', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  for (let round = 0; round < 5; round += 1) {
    const code = await mint(test)
    const answers = await Promise.all([
      register(test, { deviceId: newDevice(), code }),
      register(test, { deviceId: newDevice(), code }, second.house),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual(['registered', 'wrong-code'])
  }
})

it('[SYNC-R17] a request that came twice at once uses up one code, and gets one number', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  const tablet = { deviceId: newDevice(), code: await mint(test) }
  const answers = await Promise.all([register(test, tablet), register(test, tablet, second.house)])
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).toMatchObject({ status: 'registered', deviceNumber: 2 })
})

it('[SYNC-R17] a wrong, foreign, used, called-back and expired code answer alike', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  const calledBack = await mint(test)
  const [open] = (await admin.device.list()).openCodes
  expect(await admin.device.callCodeBack({ codeId: open?.codeId ?? '' })).toEqual({ status: 'called-back' })
  const [used, expired, foreign] = [await mint(test), await mint(test), await mint(test, THERE)]
  await register(test, { deviceId: newDevice(), code: used })
  for (const code of [stranger(), foreign, used, calledBack]) {
    expect(await register(test, { deviceId: newDevice(), code })).toEqual({ status: 'wrong-code' })
  }
  test.pass(24 * HOUR_MS)
  expect(await register(test, { deviceId: newDevice(), code: expired })).toEqual({ status: 'wrong-code' })
  expect((await admin.device.list()).openCodes).toEqual([])
  const { rows } = await test.ownerPool.query('select 1 from device')
  expect(rows).toHaveLength(3)
})

it('[SYNC-R17] a code holds until its day is over, and is listed for as long', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  const code = await mint(test)
  test.pass(24 * HOUR_MS - 1)
  expect((await admin.device.list()).openCodes).toMatchObject([{ stationName: expect.stringMatching(/./) as string }])
  expect(await register(test, { deviceId: newDevice(), code })).toMatchObject({ status: 'registered' })
  expect((await admin.device.list()).openCodes).toEqual([])
})

it('calls a code back once; one that is not open, and one that never was, answer alike', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  await mint(test)
  const [open] = (await admin.device.list()).openCodes
  const codeId = open?.codeId ?? ''
  expect(await admin.device.callCodeBack({ codeId })).toEqual({ status: 'called-back' })
  expect(await admin.device.callCodeBack({ codeId })).toEqual({ status: 'not-open' })
  expect(await admin.device.callCodeBack({ codeId: newId() })).toEqual({ status: 'not-open' })
  expect(await admin.device.mintCode({ stationId: StationId.parse('999999999999') })).toEqual({
    status: 'unknown-station',
  })
})

it('[SYNC-R17] guesses come to an end after ten, and the rightful do not count', async () => {
  await using test = await openTestHouse()
  for (let number = 0; number < 12; number += 1) {
    expect(await register(test, { deviceId: newDevice(), code: await mint(test) })).toMatchObject({
      status: 'registered',
    })
  }
  const code = await mint(test)
  const guesses = await Promise.all(
    Array.from({ length: 14 }, () => register(test, { deviceId: newDevice(), code: stranger() })),
  )
  expect(guesses.filter(({ status }) => status === 'wrong-code')).toHaveLength(10)
  expect(await register(test, { deviceId: newDevice(), code })).toEqual({
    status: 'too-many-tries',
    retryAfterSeconds: 15 * 60,
  })
  // Who is known already is not held up by it, nor is another agent.
  expect(await register(test, { deviceId: test.devices.agent })).toMatchObject({ status: 'registered' })
  const other = callerFor(test.house, test.actors.otherAgent)
  const theirs = { deviceId: newDevice(), code: await mint(test, THERE) }
  expect(await other.session.registerDevice(theirs)).toMatchObject({ status: 'registered' })
  test.pass(15 * 60_000)
  expect(await register(test, { deviceId: newDevice(), code })).toMatchObject({ status: 'registered' })
})

it('[SYNC-R17] the demo’s code is never used up, and production knows nothing of it', async () => {
  await using test = await openTestHouse()
  const code = RegistrationCode.parse(test.signIns.agent.registrationCode)
  for (let number = 0; number < 3; number += 1) {
    expect(await register(test, { deviceId: newDevice(), code })).toMatchObject({ status: 'registered' })
  }
  const production: House = { ...test.house, isDemo: false }
  expect(await register(test, { deviceId: newDevice(), code }, production)).toEqual({ status: 'wrong-code' })
  expect((await callerFor(test.house, test.actors.admin).device.list()).openCodes).toEqual([])
})

it('[SYNC-R17] a key is set once: the same again is a repeat, another is refused, none changes nothing', async () => {
  await using test = await openTestHouse()
  const [publicKey, another] = [newKey(), newKey()]
  const deviceId = newDevice()
  await register(test, { deviceId, publicKey, code: await mint(test) })
  expect(await keyOf(test, deviceId)).toBe(publicKey)
  expect(await register(test, { deviceId, publicKey })).toMatchObject({ status: 'registered' })
  expect(await register(test, { deviceId })).toMatchObject({ status: 'registered' })
  expect(await register(test, { deviceId, publicKey: another })).toEqual({ status: 'id-taken' })
  expect(await register(test, { deviceId, publicKey: another, code: await mint(test) })).toEqual({ status: 'id-taken' })
  expect(await keyOf(test, deviceId)).toBe(publicKey)
})

it('[SYNC-R17] a tablet of before gets its key at its next sign-in; of two at once, one', async () => {
  await using test = await openTestHouse()
  await using second = await test.openAnother()
  expect(await keyOf(test, test.devices.agent)).toBeNull()
  const code = RegistrationCode.parse(test.signIns.agent.registrationCode)
  for (let round = 0; round < 10; round += 1) {
    const deviceId = newDevice()
    await register(test, { deviceId, code })
    const keys = [newKey(), newKey()] as const
    const answers = await Promise.all([
      register(test, { deviceId, publicKey: keys[0] }),
      register(test, { deviceId, publicKey: keys[1] }, second.house),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual(['id-taken', 'registered'])
    expect(await keyOf(test, deviceId)).toBe(keys[answers[0].status === 'registered' ? 0 : 1])
  }
})

it('takes no key that is no point of the curve', async () => {
  await using test = await openTestHouse()
  const bytes = Buffer.from(newKey(), 'base64')
  bytes.writeUInt8(bytes.readUInt8(64) ^ 1, 64)
  const input = { deviceId: test.devices.agent, publicKey: bytes.toString('base64') }
  await expect(register(test, input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('[SYNC-R17] an id of another station, or of another agent, is taken, with a code or without', async () => {
  await using test = await openTestHouse()
  const foreign = { deviceId: test.devices.otherAgent }
  expect(await register(test, foreign)).toEqual({ status: 'id-taken' })
  expect(await register(test, { ...foreign, code: await mint(test) })).toEqual({ status: 'id-taken' })
  const colleague = { ...test.actors.agent, postId: newId() }
  const answer = await registerDevice(test.house, colleague, {
    deviceId: test.devices.agent,
    address: '127.0.0.1',
    session: TEST_SESSION,
  })
  expect(answer).toEqual({ ok: true, value: { status: 'id-taken' } })
})

it('lists what an administrator must know of each tablet, and nothing of what it holds', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  await pull(test, { unsentCount: 3, unsentBytes: 2_000_000, oldestUnsentAt: test.house.clock() })
  const { devices, stations } = await admin.device.list()
  expect(devices).toHaveLength(2)
  expect(devices.find(({ deviceId }) => deviceId === test.devices.agent)).toEqual({
    deviceId: test.devices.agent,
    stationId: HERE,
    stationName: test.signIns.agent.unitName,
    deviceNumber: 1,
    agentName: test.signIns.agent.name,
    registeredAt: test.house.clock(),
    hasKey: false,
    lastContactAt: test.house.clock(),
    appVersion: '1.2.3',
    unsentCount: 3,
    unsentBytes: 2_000_000,
    oldestUnsentAt: test.house.clock(),
    revoked: null,
  })
  expect(stations).toEqual(expect.arrayContaining([{ stationId: HERE, name: test.signIns.agent.unitName }]))
})

it('writes down once a minute at most what a tablet says of itself', async () => {
  await using test = await openTestHouse()
  const counted = async () => {
    const { devices } = await callerFor(test.house, test.actors.admin).device.list()
    return devices.find(({ deviceId }) => deviceId === test.devices.agent)?.unsentCount
  }
  await pull(test, { unsentCount: 3 })
  test.pass(59_999)
  await pull(test, { unsentCount: 2 })
  expect(await counted()).toBe(3)
  test.pass(1)
  await pull(test, { unsentCount: 1 })
  expect(await counted()).toBe(1)
})

it('[SYNC-R18] a revoked tablet is told so and gets no rows; what it has, it hands in', async () => {
  await using test = await openTestHouse()
  const before = await makeSubmit(test)
  await push(test.house, test.actors.agent, [frameOf(before.op, test.devices.agent, 1)])
  expect((await pull(test)).changes.length).toBeGreaterThan(0)

  const admin = callerFor(test.house, test.actors.admin)
  const revoked = await admin.device.revoke({ deviceId: test.devices.agent, reason: ' 平板遗失 ' })
  expect(revoked).toEqual({ status: 'revoked', at: test.house.clock() })
  const told = await pull(test)
  expect(told).toMatchObject({ standing: 'revoked', changes: [], hasMore: false, cursors: { [CATALOGUE_FEED]: 0 } })

  const after = await makeSubmit(test)
  const { outcomes, acknowledgement } = await push(test.house, test.actors.agent, [
    frameOf(after.op, test.devices.agent, 2),
  ])
  expect(outcomes).toMatchObject([{ status: 'applied' }])
  expect(acknowledgement).toBeDefined()
  // It may sign in to hand in: it is known, under its number.
  expect(await register(test, { deviceId: test.devices.agent })).toMatchObject({
    status: 'registered',
    deviceNumber: 1,
  })
  const { devices } = await admin.device.list()
  expect(devices.find(({ deviceId }) => deviceId === test.devices.agent)?.revoked).toEqual({
    at: test.house.clock(),
    because: '平板遗失',
  })
})

it('[SYNC-R18] the first revocation stands, and no other tablet is touched', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  const first = await admin.device.revoke({ deviceId: test.devices.agent, reason: '遗失' })
  test.pass(60_000)
  expect(await admin.device.revoke({ deviceId: test.devices.agent, reason: '别的原因' })).toEqual(first)
  expect(await admin.device.revoke({ deviceId: newDevice(), reason: '遗失' })).toEqual({ status: 'unknown-device' })
  const other = callerFor(test.house, test.actors.otherAgent)
  const theirs = { ...REPORT, deviceId: test.devices.otherAgent }
  const answer = await other.sync.pull({ cursors: { [CATALOGUE_FEED]: 0 }, limit: 5, device: theirs })
  expect(answer.standing).toBeUndefined()
  expect(answer.changes).toHaveLength(5)
})

it('[SYNC-R18] tells nobody how another’s tablet stands, and notes nothing that somebody else says of it', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  await admin.device.revoke({ deviceId: test.devices.agent, reason: '遗失' })
  const other = callerFor(test.house, test.actors.otherAgent)
  for (const deviceId of [test.devices.agent, newDevice()]) {
    const answer = await other.sync.pull({ cursors: {}, limit: 1, device: { ...REPORT, deviceId } })
    expect(answer.standing).toBeUndefined()
  }
  const { devices } = await admin.device.list()
  expect(devices.map(({ lastContactAt }) => lastContactAt)).toEqual([null, null])
})

it('[SYNC-R18] notes what is said of a device for that device alone', async () => {
  await using test = await openTestHouse()
  await callerFor(test.house, test.actors.agent).sync.pull({
    cursors: {},
    limit: 1,
    deviceId: test.devices.agent,
    device: { ...REPORT, deviceId: test.devices.otherAgent },
  })
  const { devices } = await callerFor(test.house, test.actors.admin).device.list()
  const other = devices.find(({ deviceId }) => deviceId === test.devices.otherAgent)
  expect(other?.lastContactAt).toBeNull()
})

it('[SYNC-R18] tells a device that says no more than whose it is how it stands, too, and notes nothing', async () => {
  await using test = await openTestHouse()
  const admin = callerFor(test.house, test.actors.admin)
  const ask = () =>
    callerFor(test.house, test.actors.agent).sync.pull({
      cursors: { [CATALOGUE_FEED]: 0 },
      limit: 5,
      deviceId: test.devices.agent,
    })
  expect((await ask()).changes).toHaveLength(5)
  await admin.device.revoke({ deviceId: test.devices.agent, reason: '遗失' })
  expect(await ask()).toMatchObject({ standing: 'revoked', changes: [] })
  const { devices } = await admin.device.list()
  expect(devices.map(({ lastContactAt }) => lastContactAt)).toEqual([null, null])
})

it('leaves a trace of each step, and no code in it', async () => {
  await using test = await openTestHouse()
  await using server = await listenTo(test.house)
  const admin = callerFor(test.house, test.actors.admin)
  const code = await mint(test)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const deviceId = newDevice()
  await page.mutate('session.registerDevice', { deviceId, code: stranger() })
  await page.mutate('session.registerDevice', { deviceId, code, publicKey: newKey() })
  await mint(test)
  const [open] = (await admin.device.list()).openCodes
  await admin.device.callCodeBack({ codeId: open?.codeId ?? '' })
  await admin.device.revoke({ deviceId, reason: '遗失于某处' })
  const { rows } = await test.ownerPool.query<{ procedure: string; role: string; all: string }>(
    `select procedure, role, audit_row::text as all from audit_row
      where procedure like 'device.%' or entity = $1 order by procedure`,
    [`device:${deviceId}`],
  )
  expect(rows.map(({ procedure, role }) => `${role} ${procedure}`)).toEqual([
    'admin device.callCodeBack',
    'admin device.list',
    'admin device.mintCode',
    'admin device.mintCode',
    'admin device.revoke',
    'agent session.registerDevice',
    'agent session.registerDevice',
  ])
  const all = JSON.stringify(rows)
  expect(all).not.toContain(code)
  expect(all).not.toContain('遗失于某处')
  const kept = await test.ownerPool.query('select * from registration_code')
  expect(JSON.stringify(kept.rows)).not.toContain(code)
})

const REPORT = { appVersion: '1.2.3', unsentCount: 0, unsentBytes: 0, oldestUnsentAt: null } as const

const pull = (test: TestHouse, report: object = {}) =>
  callerFor(test.house, test.actors.agent).sync.pull({
    cursors: { [CATALOGUE_FEED]: 0, [stationFeed(HERE)]: 0 },
    limit: 100,
    device: { ...REPORT, deviceId: test.devices.agent, ...report },
  })

async function keyOf({ house, actors }: TestHouse, deviceId: DeviceId): Promise<string | null | undefined> {
  const device = await inTransaction(house.pool, actors.agent, (tx) => findDevice(tx, house.districtId, deviceId))
  return device && (device.signingKey?.toString('base64') ?? null)
}
