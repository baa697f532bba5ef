// Goal: a tablet that nobody unlocks, or whose session reaches no further, learns how it stands; nobody else does, and one
// that was called back reads nothing under the session that it has. Method: real procedures on a real database.
import { expect, it } from 'vitest'
import { CATALOGUE_FEED, DeviceId } from '@onetrip/shared/lib/ids'
import type { StandingInput } from '@onetrip/shared/wire/device'
import { encodeFrames } from '@onetrip/shared/wire/frame'
import { DEVICE_HEADER, PROOF_HEADER } from '@onetrip/shared/wire/protocol'
import { callerFor, callWith, openTestHouse } from '../../../test/house'
import { makeSubmit } from '../../../test/operations'
import { listenTo, openSignedIn } from '../../../test/page'
import { aSealingDevice } from '../../../test/sealing'
import { newId } from '../../app/parts'

async function openScene() {
  const test = await openTestHouse()
  const device = await aSealingDevice(test.house, test.actors.agent, test.devices.agent)
  const admin = callerFor(test.house, test.actors.admin)
  const report = {
    deviceId: test.devices.agent,
    appVersion: '1',
    unsentCount: 2,
    unsentBytes: 7,
    oldestUnsentAt: test.house.clock(),
  }
  const ask = (said: StandingInput = report, proof = device.proveStanding(report)) =>
    callWith(test.house, {
      app: 'agent',
      headers: { [DEVICE_HEADER]: test.devices.agent, [PROOF_HEADER]: proof },
    }).sync.stand(said)
  const revoke = () => admin.device.revoke({ deviceId: test.devices.agent, reason: '遗失' })
  return { test, device, admin, report, ask, revoke, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() }
}

it('[SYNC-R18] a device that nobody has unlocked asks how it stands, and its word about itself is noted', async () => {
  await using scene = await openScene()
  const { test, device, admin, report, ask, revoke } = scene
  const { keysDigest, acknowledgementKeys, ...answer } = await ask()
  expect(answer).toMatchObject({ serverTime: test.house.clock() })
  expect(answer.standing).toBeUndefined()
  expect(acknowledgementKeys).toEqual([...test.house.acknowledger.keys])
  const known = { ...report, keysKnown: keysDigest }
  expect((await ask(known, device.proveStanding(known))).acknowledgementKeys).toBeUndefined()
  const { devices } = await admin.device.list()
  expect(devices.find(({ deviceId }) => deviceId === report.deviceId)).toMatchObject({
    lastContactAt: test.house.clock(),
    unsentCount: 2,
  })
  await revoke()
  expect(await ask()).toMatchObject({ standing: 'revoked' })
})

it('[SYNC-R18] believes no word that the device has not signed, and none about another device', async () => {
  await using scene = await openScene()
  const { test, report, device, ask } = scene
  const refused = { code: 'UNAUTHORIZED' }
  await expect(ask({ ...report, unsentCount: 0 })).rejects.toMatchObject(refused)
  await expect(ask(report, '')).rejects.toMatchObject(refused)
  const theirs = { ...report, deviceId: test.devices.otherAgent }
  await expect(ask(theirs, device.proveStanding(theirs))).rejects.toMatchObject(refused)
  const stranger = { ...report, deviceId: DeviceId.parse(newId()) }
  const asked = callWith(test.house, { app: 'agent', headers: { [DEVICE_HEADER]: stranger.deviceId } })
  await expect(asked.sync.stand(stranger)).rejects.toMatchObject(refused)
})

it('[SYNC-R18] a session that was begun on a tablet reads nothing once that is called back, and still hands in', async () => {
  await using scene = await openScene()
  const { test, device, report, revoke } = scene
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  const { op } = await makeSubmit(test)
  const read = () => page.query('case.content', { caseId: op.caseId })
  const pull = () => page.query('sync.pull', { cursors: { [CATALOGUE_FEED]: 0 }, limit: 5 })
  expect((await page.mutate('session.registerDevice', { deviceId: report.deviceId })).status).toBe(200)
  expect((await read()).body).toMatchObject({ status: 'not-found' })
  expect((await pull()).body).toMatchObject({ changes: { length: 5 } })

  await revoke()
  expect(await read()).toMatchObject({ status: 403, body: 'FORBIDDEN' })
  // It says nothing of whose it is.
  expect((await pull()).body).toMatchObject({ standing: 'revoked', changes: [] })
  expect((await page.query('session.who')).status).toBe(200)
  const sent = await page.send('sync.push', encodeFrames([await device.seal(op)]))
  expect(sent.body).toMatchObject({ outcomes: [{ status: 'applied' }] })
  // Whoever looks for what came after a theft finds it.
  const { rows } = await test.ownerPool.query(`select detail from audit_row where procedure = 'sync.push'`)
  expect(rows).toMatchObject([{ detail: { isRevoked: true, opIds: [op.opId] } }])
})

it('[SYNC-R18] a session of the same agent on another tablet goes on', async () => {
  await using scene = await openScene()
  const { test, revoke } = scene
  await using server = await listenTo(test.house)
  const page = await openSignedIn(server.url, test.signIns.agent)
  await revoke()
  const answer = await page.query('sync.pull', { cursors: { [CATALOGUE_FEED]: 0 }, limit: 5 })
  expect(answer.body).toMatchObject({ changes: { length: 5 } })
})
