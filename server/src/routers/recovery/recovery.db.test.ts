// Goal: the office gives an agent's vault key to that agent's tablet and to nobody else, only when an administrator has
// said so, and keeps nothing. Method: the procedures over a real database; the tablet's side by HPKE itself.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { expect, it } from 'vitest'
import {
  OFFICE_WRAP_INFO,
  officeWrapPlace,
  RECOVERY_REPLY_INFO,
  RecoveryId,
  recoveryReplyPlace,
  VaultId,
  type RecoveryAnswer,
  type RecoveryRequestInput,
} from '@onetrip/shared/wire/recovery'
import { callerFor, openTestHouse, type TestActors, type TestHouse } from '../../../test/house'
import { mintSealingKey } from '../../adapters/sealing/sealingKeys'
import { openOfficeKeys } from '../../app/openSealing'
import { newId, random } from '../../app/parts'

const HOUR_MS = 60 * 60_000
const REASON = '电话核实，工号与身份证后四位相符'

type Who = 'agent' | 'otherAgent'

/** A tablet that has locked itself out. */
async function aLockedTablet(test: TestHouse, who: Who, bound: Who = who) {
  const vaultKey = Uint8Array.from(random(32))
  const vaultId = VaultId.parse(newId())
  const replyKeys = await suite().kem.generateKeyPair()
  const publicKey = await suite().kem.deserializePublicKey(bufferOf(test.house.officeKeys.publicKey.publicKey))
  const { districtId } = test.house
  const sealed = await suite().seal(
    { recipientPublicKey: publicKey, info: bytesOf(OFFICE_WRAP_INFO) },
    vaultKey.slice().buffer,
    bytesOf(officeWrapPlace({ districtId, postId: test.actors[bound].postId, vaultId })),
  )
  const input: RecoveryRequestInput = {
    recoveryId: RecoveryId.parse(newId()),
    deviceId: test.devices[who],
    vaultId,
    officeWrap: {
      alg: 'hpke-p256-sha256-aes256gcm',
      keyId: test.house.officeKeys.publicKey.keyId,
      enc: base64(sealed.enc),
      wrapped: base64(sealed.ct),
    },
    replyKey: base64(await suite().kem.serializePublicKey(replyKeys.publicKey)),
  }
  const open = async (answer: RecoveryAnswer, place = { recoveryId: input.recoveryId as string, vaultId }) => {
    if (answer.status !== 'allowed') throw new Error(answer.status)
    const params = { recipientKey: replyKeys, enc: bufferOf(answer.enc), info: bytesOf(RECOVERY_REPLY_INFO) }
    return new Uint8Array(await suite().open(params, bufferOf(answer.sealed), bytesOf(recoveryReplyPlace(place))))
  }
  const { recovery } = callerFor(test.house, test.actors[who])
  const { recoveryId } = input
  return {
    input,
    vaultKey,
    open,
    recovery,
    ask: () => recovery.request(input),
    look: () => recovery.answer({ recoveryId }),
  }
}

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text)).buffer
const bufferOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer
const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64')

const decide = (
  test: TestHouse,
  recoveryId: RecoveryId,
  decision: 'allow' | 'refuse' = 'allow',
  actor: TestActors['admin'] = test.actors.admin,
) => callerFor(test.house, actor).recovery.decide({ recoveryId, decision, reason: REASON })

const rowsOf = async ({ ownerPool }: TestHouse) =>
  (await ownerPool.query<Record<string, unknown>>('select * from recovery_request order by asked_at, recovery_id')).rows

it('[VAULT-R10] gives the key to the tablet that asked, once an administrator has said so, and keeps nothing', async () => {
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
    },
  ])
  expect(await decide(test, tablet.input.recoveryId)).toEqual({ status: 'done' })
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
  await decide(test, tablet.input.recoveryId)
  await tablet.look()
  await tablet.recovery.takeBack({ recoveryId: tablet.input.recoveryId })
  const { rows } = await test.ownerPool.query<{ procedure: string; actor_id: string; detail: unknown }>(
    `select procedure, actor_id, detail from audit_row where procedure like 'recovery.%' order by audit_id`,
  )
  expect(rows.map(({ procedure }) => procedure)).toEqual([
    'recovery.request',
    'recovery.decide',
    'recovery.answer',
    'recovery.takeBack',
  ])
  expect(rows[1]).toMatchObject({ actor_id: test.actors.admin.postId, detail: { decision: 'allow' } })
  expect(JSON.stringify(rows)).not.toContain(REASON)
  expect(JSON.stringify(rows)).not.toContain(tablet.input.officeWrap.wrapped)
})

it('[VAULT-R11] opens no wrap for another agent than the one it was made for, however they came by it', async () => {
  await using test = await openTestHouse()
  const thief = await aLockedTablet(test, 'agent', 'otherAgent')
  await thief.ask()
  expect(await decide(test, thief.input.recoveryId)).toEqual({ status: 'refused', refusal: 'cannot-open' })
  expect(await thief.look()).toMatchObject({ status: 'waiting' })
  expect((await rowsOf(test))[0]).toMatchObject({ status: 'waiting', answer: null, decided_by: null })
})

it('[VAULT-R11] tells nobody of another’s request, and lets nobody end it', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  await decide(test, tablet.input.recoveryId)
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
  await decide(test, allowed.input.recoveryId)
  test.pass(24 * HOUR_MS - 1)
  expect([(await waiting.look()).status, (await allowed.look()).status]).toEqual(['waiting', 'allowed'])
  test.pass(1)
  expect([await waiting.look(), await allowed.look()]).toEqual([{ status: 'ended' }, { status: 'ended' }])
  expect(await decide(test, waiting.input.recoveryId)).toEqual({ status: 'refused', refusal: 'not-waiting' })
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

it('lets nobody back in by their own word', async () => {
  await using test = await openTestHouse()
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  const both = { ...test.actors.admin, personId: test.actors.agent.personId }
  const refused = { status: 'refused', refusal: 'own-request' }
  expect(await decide(test, tablet.input.recoveryId, 'allow', both)).toEqual(refused)
})

it('takes wraps to any key that it still has, tells tablets of the first, and of one that is gone says so', async () => {
  const [old, fresh] = [mintSealingKey(random), mintSealingKey(random)]
  await using test = await openTestHouse({ change: () => ({ officeKeys: openOfficeKeys([old]) }) })
  const tablet = await aLockedTablet(test, 'agent')
  await tablet.ask()
  const house = { ...test.house, officeKeys: openOfficeKeys([fresh, old]) }
  expect(await decide({ ...test, house }, tablet.input.recoveryId)).toEqual({ status: 'done' })
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
  expect(await decide(test, recoveryId)).toEqual({ status: 'refused', refusal: 'cannot-open' })
})
