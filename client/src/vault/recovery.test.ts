// Goal: an agent who forgot the passphrase gets back to all that they kept, by the office's help and no other way, over
// reloads and lost answers; and nothing on the tablet goes. Method: real HPKE on both sides, stores in memory.
import { expect, it } from 'vitest'
import { aDeviceId, anAgent, random, vaultDeps } from '../../test/aVault'
import { anOffice } from '../../test/anOffice'
import { placeOfCase } from '../db/recordCodec'
import { NO_SYNC, readMeta, writeMeta } from '../db/meta'
import { askOffice, endRequest, hasRequest, lookAtOffice } from './recovery'
import { beginVault, reopenVault, unlockVault } from './vault'
import { createVaultCodec } from './vaultCodec'

const [OLD, NEW] = ['芙蓉国里尽朝晖的那一年', '岳麓山下爱晚亭前的枫叶']
const CASE = '01980000-0000-7000-8000-0000000000c0'

/** A tablet that knew the office's key when it was last opened, with one thing in its vault. */
async function setUp({ knowsOffice = true } = {}) {
  const me = anAgent()
  const [deps, office] = [vaultDeps(me), await anOffice()]
  const { db } = deps
  if (knowsOffice) await writeMeta(db, 'sync', { ...NO_SYNC, recoveryKey: office.publicKey })
  const deviceId = aDeviceId()
  const vault = await beginVault(deps, { me, deviceId, passphrase: OLD })
  if (vault === 'exists') throw new Error('there was a vault')
  const record = await createVaultCodec(vault, random).seal(placeOfCase(CASE), '一件')
  const ask = () => askOffice({ db, office: office.office }, { deviceId, newId: deps.newId, nowMs: 0 })
  const look = () => lookAtOffice({ db, office: office.office })
  const unlock = (passphrase: string) => unlockVault(deps, { postId: me.postId, passphrase, nowMs: 0 })
  return { me, deps, db, office, record, ask, look, unlock }
}

it('[VAULT-R10] leads back to everything that was kept, under a new passphrase', async () => {
  const { me, deps, db, office, record, ask, look, unlock } = await setUp()
  expect(await look()).toEqual({ kind: 'none' })
  expect(await ask()).toMatchObject({ kind: 'waiting' })
  expect(await look()).toMatchObject({ kind: 'waiting' })
  await office.allow(me)
  const standing = await look()
  if (standing.kind !== 'allowed') throw new Error(standing.kind)
  const vault = await reopenVault(deps, { me, raw: standing.raw, passphrase: NEW })
  if (vault === 'foreign') throw new Error('another vault')
  expect(await createVaultCodec(vault, random).open(placeOfCase(CASE), record)).toBe('一件')
  expect(await unlock(OLD)).toMatchObject({ kind: 'wrong' })
  expect(await unlock(NEW)).toMatchObject({ kind: 'unlocked' })
  await endRequest({ db, office: office.office })
  expect([await hasRequest(db), (await look()).kind]).toEqual([false, 'none'])
})

it('[VAULT-R10] goes on after a reload, and asks for the same again when the answer was lost', async () => {
  const { me, db, office, ask, look } = await setUp()
  office.state.isReached = false
  await expect(ask()).rejects.toThrow()
  office.state.isReached = true
  await ask()
  db.close()
  await db.open()
  await ask()
  expect(office.asked[1]).toEqual(office.asked[0])
  await office.allow(me)
  expect(await look()).toMatchObject({ kind: 'allowed' })
  expect((await readMeta(db, 'recovery'))?.replyKeys.privateKey.extractable).toBe(false)
})

it('[VAULT-R11] wraps the key for one agent only: the office opens it in no other’s name', async () => {
  const { office, ask } = await setUp()
  await ask()
  await expect(office.allow(anAgent('周彤'))).rejects.toThrow()
})

it('[VAULT-R11] opens no answer to another request', async () => {
  const { me, office, ask, look } = await setUp()
  await ask()
  await office.allow(me, { recoveryId: crypto.randomUUID() as never })
  expect(await look()).toEqual({ kind: 'unreadable' })
})

it('cannot be asked for where the office’s key was never known, or is another by now', async () => {
  const without = await setUp({ knowsOffice: false })
  expect(await without.ask()).toEqual({ kind: 'impossible' })
  const { db, ask, unlock } = await setUp()
  const { officeWrap } = (await readMeta(db, 'vault')) ?? {}
  if (!officeWrap) throw new Error('no wrap')
  const { vaultId, passphraseWrap, check, hasClear } = (await readMeta(db, 'vault')) ?? never()
  const lost = { ...officeWrap, keyId: 'f'.repeat(16) }
  await writeMeta(db, 'vault', { vaultId, passphraseWrap, check, hasClear, officeWrap: lost })
  expect(await ask()).toEqual({ kind: 'impossible' })
  expect(await hasRequest(db)).toBe(false)
  expect(await unlock(OLD)).toMatchObject({ kind: 'unlocked' })
})

it('[VAULT-R13] wraps anew at the unlock after the office’s key came or changed, and leaves it otherwise', async () => {
  const { db, office, unlock } = await setUp({ knowsOffice: false })
  const wrap = async () => (await readMeta(db, 'vault'))?.officeWrap
  expect(await wrap()).toBeUndefined()
  await writeMeta(db, 'sync', { ...NO_SYNC, recoveryKey: office.publicKey })
  await unlock(OLD)
  const first = await wrap()
  expect(first?.keyId).toBe(office.publicKey.keyId)
  await unlock(OLD)
  expect(await wrap()).toEqual(first)
  const next = await anOffice('fedcba9876543210')
  await writeMeta(db, 'sync', { ...NO_SYNC, recoveryKey: next.publicKey })
  await unlock(OLD)
  expect((await wrap())?.keyId).toBe('fedcba9876543210')
})

it('a wrap that fails keeps nobody out', async () => {
  const { me, deps, db } = await setUp({ knowsOffice: false })
  const broken = { keyId: '0'.repeat(16), alg: 'hpke-p256-sha256-aes256gcm', publicKey: `${'A'.repeat(87)}=` } as const
  await writeMeta(db, 'sync', { ...NO_SYNC, recoveryKey: broken })
  const told: unknown[] = []
  const answer = await unlockVault(
    { ...deps, log: (error) => told.push(error) },
    { postId: me.postId, passphrase: OLD, nowMs: 0 },
  )
  expect([answer.kind, told.length]).toEqual(['unlocked', 1])
})

it.each([
  ['refused', { status: 'refused', reason: '没有来人' } as const, { kind: 'refused', reason: '没有来人' }],
  ['ended', { status: 'ended' } as const, { kind: 'ended' }],
])('a request that was %s leaves all as it was, and another can be made', async (_how, answer, standing) => {
  const { db, office, ask, look, unlock } = await setUp()
  await ask()
  office.answers.set(office.asked[0]?.recoveryId ?? '', answer)
  expect(await look()).toEqual(standing)
  expect(await hasRequest(db)).toBe(false)
  expect(await ask()).toMatchObject({ kind: 'waiting' })
  expect(office.asked[1]?.recoveryId).not.toBe(office.asked[0]?.recoveryId)
  expect(office.asked[1]?.replyKey).not.toBe(office.asked[0]?.replyKey)
  expect(await unlock(OLD)).toMatchObject({ kind: 'unlocked' })
})

it('[VAULT-R16] what was asked too often today is not at the office: nothing is kept of it, and all is as it was', async () => {
  const { db, office, ask, look, unlock } = await setUp()
  office.state.isTooOften = true
  expect(await ask()).toEqual({ kind: 'too-often', waitMs: 90_000 })
  expect([await hasRequest(db), await look()]).toEqual([false, { kind: 'none' }])
  office.state.isTooOften = false
  expect(await ask()).toMatchObject({ kind: 'waiting' })
  expect(await unlock(OLD)).toMatchObject({ kind: 'unlocked' })
})

it('can be taken back with no network: no answer is opened any more', async () => {
  const { me, db, office, ask, look } = await setUp()
  await ask()
  await office.allow(me)
  office.state.isReached = false
  await endRequest({ db, office: office.office })
  office.state.isReached = true
  expect(await look()).toEqual({ kind: 'none' })
})

const never = (): never => {
  throw new Error('it is not there')
}
