// Goal: the office gives an agent's vault key to that agent's tablet and to nobody else, only when two of its people have
// said so, and keeps nothing. Method: the procedures over a real database; the tablet's side by HPKE itself.
import { expect, it } from 'vitest'
import { RecoveryId } from '@onetrip/shared/wire/recovery'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { aLockedTablet, decide, letIn, REASON } from '../../../test/lockedTablet'
import { mintSealingKey } from '../../adapters/sealing/sealingKeys'
import { openOfficeKeys } from '../../app/openSealing'
import { newId, random } from '../../app/parts'

const HOUR_MS = 60 * 60_000

const rowsOf = async ({ ownerPool }: TestHouse) =>
  (await ownerPool.query<Record<string, unknown>>('select * from recovery_request order by asked_at, recovery_id')).rows

it('[VAULT-R10] gives the key to the tablet that asked, once two of the office have said so, and keeps nothing', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  expect(await tablet.ask()).toMatchObject({ status: 'waiting' })
  expect(await tablet.look()).toMatchObject({ status: 'waiting' })
  const { lines } = await callerFor(test.house, test.actors.admin).recovery.list()
  expect(lines).toEqual([
    {
      recoveryId: tablet.input.recoveryId,
      agentName: test.signIns.agent.name,
      stationName: test.signIns.agent.unitName,
      deviceNumber: 1,
      askedAt: test.house.clock(),
      expiresAt: expect.any(String) as string,
      vouch: null,
    },
  ])
  expect(await letIn(test, tablet.input.recoveryId)).toEqual({ status: 'done' })
  const answer = await tablet.look()
  expect(await tablet.open(answer)).toEqual(tablet.vaultKey)
  await expect(tablet.open(answer, { recoveryId: newId(), vaultId: tablet.input.vaultId })).rejects.toThrow()
  expect((await rowsOf(test))[0]).toMatchObject({ office_wrap: null, reply_key: null, reason: REASON })
  await tablet.recovery.takeBack({ recoveryId: tablet.input.recoveryId })
  expect((await rowsOf(test))[0]).toMatchObject({ status: 'ended', answer: null, reason: REASON })
  expect(await tablet.look()).toEqual({ status: 'ended' })
})

it('[VAULT-R10] leaves a trace of each step, in which nothing is that somebody typed, and no key', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  await letIn(test, tablet.input.recoveryId)
  await tablet.look()
  await tablet.recovery.takeBack({ recoveryId: tablet.input.recoveryId })
  const { rows } = await test.ownerPool.query<{ procedure: string; actor_id: string; detail: unknown }>(
    `select procedure, actor_id, detail from audit_row where procedure like 'recovery.%' order by procedure, detail->>'decision'`,
  )
  // Steps of one millisecond have no order by their ids.
  const { admin, otherAdmin } = test.actors
  expect(rows).toMatchObject([
    { procedure: 'recovery.answer' },
    { procedure: 'recovery.decide', actor_id: admin.postId, detail: { decision: 'allow' } },
    { procedure: 'recovery.decide', actor_id: otherAdmin.postId, detail: { decision: 'vouch' } },
    { procedure: 'recovery.request' },
    { procedure: 'recovery.takeBack' },
  ])
  expect(JSON.stringify(rows)).not.toContain(REASON)
  expect(JSON.stringify(rows)).not.toContain(tablet.input.officeWrap.wrapped)
})

it('[VAULT-R11] opens no wrap for another agent than the one it was made for, however they came by it', async () => {
  await using test = await openTestHouse()
  const thief = await aLockedTablet(test, 'agent', 'otherAgent')
  await thief.ask()
  expect(await letIn(test, thief.input.recoveryId)).toEqual({ status: 'refused', refusal: 'cannot-open' })
  expect(await thief.look()).toMatchObject({ status: 'waiting' })
  expect((await rowsOf(test))[0]).toMatchObject({ status: 'waiting', answer: null, decided_by: null })
})

it('[VAULT-R11] tells nobody of another’s request, and lets nobody end it', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  await letIn(test, tablet.input.recoveryId)
  const { recovery } = callerFor(test.house, test.actors.otherAgent)
  const { recoveryId } = tablet.input
  expect(await recovery.answer({ recoveryId })).toEqual({ status: 'ended' })
  await recovery.takeBack({ recoveryId })
  expect(await tablet.open(await tablet.look())).toEqual(tablet.vaultKey)
  const others = { ...tablet.input, deviceId: test.devices.otherAgent }
  expect(await recovery.request(others)).toEqual({ status: 'refused', refusal: 'id-taken' })
  const foreign = { ...tablet.input, recoveryId: RecoveryId.parse(newId()) }
  expect(await recovery.request(foreign)).toEqual({ status: 'refused', refusal: 'unknown-device' })
})

it('[VAULT-R12] ends after a day, allowed or not, and forgets what it held with the next request', async () => {
  await using test = await openTestHouse()
  const [waiting, allowed] = [await aLockedTablet(test, 'agent'), await aLockedTablet(test, 'otherAgent')]
  await Promise.all([waiting.ask(), allowed.ask()])
  await letIn(test, allowed.input.recoveryId)
  test.pass(24 * HOUR_MS - 1)
  expect([(await waiting.look()).status, (await allowed.look()).status]).toEqual(['waiting', 'allowed'])
  test.pass(1)
  expect([await waiting.look(), await allowed.look()]).toEqual([{ status: 'ended' }, { status: 'ended' }])
  expect(await letIn(test, waiting.input.recoveryId)).toEqual({ status: 'refused', refusal: 'not-waiting' })
  expect(await callerFor(test.house, test.actors.admin).recovery.list()).toEqual({ lines: [] })
  const anew = await aLockedTablet(test, 'agent')
  await anew.ask()
  const held = (await rowsOf(test)).filter(({ office_wrap, reply_key, answer }) => office_wrap ?? reply_key ?? answer)
  expect(held.map(({ recovery_id }) => recovery_id)).toEqual([anew.input.recoveryId])
})

it('[VAULT-R12] answers a repeat like the first, and a newer request ends the one before', async () => {
  await using test = await openTestHouse()
  const first = await aLockedTablet(test, 'agent')
  const answers = await Promise.all([first.ask(), first.ask(), first.ask()])
  expect(answers[1]).toEqual(answers[0])
  expect(await rowsOf(test)).toHaveLength(1)
  const second = await aLockedTablet(test, 'agent')
  test.pass(1)
  await second.ask()
  expect(await first.look()).toEqual({ status: 'ended' })
  expect(await second.look()).toMatchObject({ status: 'waiting' })
})

it('tells a tablet that was refused why, and decides only once', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  const { recoveryId } = tablet.input
  const both = await Promise.all([decide(test, recoveryId, 'refuse'), decide(test, recoveryId, 'refuse')])
  expect(both.map(({ status }) => status).sort()).toEqual(['done', 'refused'])
  expect(await decide(test, recoveryId, 'allow')).toEqual({ status: 'refused', refusal: 'not-waiting' })
  expect(await tablet.look()).toEqual({ status: 'refused', reason: REASON })
})

it('takes wraps to any key that it still has, tells tablets of the first, and of one that is gone says so', async () => {
  const [old, fresh] = [mintSealingKey(random), mintSealingKey(random)]
  await using test = await openTestHouse({ change: () => ({ officeKeys: openOfficeKeys([old]) }) })
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  const house = { ...test.house, officeKeys: openOfficeKeys([fresh, old]) }
  expect(await letIn({ ...test, house }, tablet.input.recoveryId)).toEqual({ status: 'done' })
  expect(await tablet.open(await tablet.look())).toEqual(tablet.vaultKey)
  const pull = await callerFor(house, test.actors.agent).sync.pull({ cursors: {}, limit: 1 })
  expect(pull.recoveryKey).toEqual(house.officeKeys.publicKey)
  expect(pull.recoveryKey?.keyId).not.toBe(tablet.input.officeWrap.keyId)
  const without = { ...test.house, officeKeys: openOfficeKeys([fresh]) }
  const asked = callerFor(without, test.actors.agent).recovery.request({
    ...tablet.input,
    recoveryId: RecoveryId.parse(newId()),
  })
  expect(await asked).toEqual({ status: 'refused', refusal: 'unknown-key' })
})

it('refuses a reply key that is no point of the curve, and changes nothing', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  const recoveryId = RecoveryId.parse(newId())
  await tablet.recovery.request({ ...tablet.input, recoveryId, replyKey: Buffer.alloc(65, 4).toString('base64') })
  expect(await letIn(test, recoveryId)).toEqual({ status: 'refused', refusal: 'cannot-open' })
})
