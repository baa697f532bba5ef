// Goal: the tablet's authenticator opens its own agent's vault beside the passphrase and nothing else, and whatever goes
// wrong with it changes nothing. Method: real argon2id, HKDF and AES, stores in memory, an authenticator in memory.
import { afterEach, expect, it, vi } from 'vitest'
import type { Me } from '@onetrip/shared/wire/session'
import { aDeviceId, anAgent, random, vaultDeps } from '../../test/aVault'
import { anAuthenticator } from '../../test/anAuthenticator'
import { wipeAgent } from '../device/wipeAgent'
import { placeOfCase } from '../db/recordCodec'
import { readMeta, writeMeta } from '../db/meta'
import type { AuthenticatorWrap, VaultRecord } from '../db/vaultRecord'
import {
  hasAuthenticator,
  turnOffAuthenticator,
  turnOnAuthenticator,
  unlockByAuthenticator,
  type AuthenticatorDeps,
} from './authenticatorVault'
import { beginVault, changePassphrase, reopenVault, unlockVault, openByPassphrase } from './vault'
import { createVaultCodec } from './vaultCodec'

const [OWN, NEW] = ['芙蓉国里 2026 年', '岳麓山下爱晚亭前的枫叶']
afterEach(() => {
  vi.restoreAllMocks()
})

const PLACE = placeOfCase('one')

async function aTablet(how: Parameters<typeof anAuthenticator>[0] = {}, registry = vaultDeps(anAgent()).registry) {
  const me = anAgent()
  const finger = anAuthenticator(how)
  const deps: AuthenticatorDeps = { ...vaultDeps(me, registry), authenticator: finger.authenticator }
  const vault = await beginVault(deps, { me, deviceId: aDeviceId(), passphrase: OWN })
  if (vault === 'exists') throw new Error('there was a vault')
  const sealed = await createVaultCodec(vault, random).seal(PLACE, '一')
  const turnOn = (passphrase = OWN) => turnOnAuthenticator(deps, { postId: me.postId, passphrase, nowMs: 0 })
  const unlock = () => unlockByAuthenticator(deps, me.postId)
  const isOpen = async (passphrase: string) =>
    (await unlockVault(deps, { postId: me.postId, passphrase, nowMs: 0 })).kind === 'unlocked'
  return { me, deps, finger, vault, sealed, turnOn, unlock, isOpen }
}

async function recordOf({ db }: AuthenticatorDeps): Promise<VaultRecord> {
  const record = await readMeta(db, 'vault')
  if (!record) throw new Error('there is no vault')
  return record
}

async function wrapOf(deps: AuthenticatorDeps): Promise<AuthenticatorWrap> {
  const { authenticatorWrap } = await recordOf(deps)
  if (!authenticatorWrap) throw new Error('there is no such wrap')
  return authenticatorWrap
}

const put = async (deps: AuthenticatorDeps, authenticatorWrap: AuthenticatorWrap) =>
  writeMeta(deps.db, 'vault', { ...(await recordOf(deps)), authenticatorWrap })

const changed = (bytes: ArrayBuffer): ArrayBuffer => {
  const copy = new Uint8Array(bytes.slice())
  copy.set([(copy.at(-1) ?? 0) ^ 1], copy.length - 1)
  return copy.buffer
}

it.each([
  ['that tells its secret at once', {}, ['create 刘敏 五一社区', 'ask']],
  ['that tells it only when asked', { onlyWhenAsked: true }, ['create 刘敏 五一社区', 'ask', 'ask']],
])(
  '[VAULT-R18] an authenticator %s opens what was sealed before; the passphrase goes on',
  async (_what, how, calls) => {
    const { deps, finger, sealed, turnOn, unlock, isOpen } = await aTablet(how)
    expect(await turnOn()).toEqual({ kind: 'on' })
    expect(await hasAuthenticator(deps.db)).toBe(true)
    const answer = await unlock()
    if (answer.kind !== 'unlocked') throw new Error(answer.kind)
    expect(await createVaultCodec(answer.vault, random).open(PLACE, sealed)).toBe('一')
    expect(await isOpen(OWN)).toBe(true)
    expect(finger.calls).toEqual(calls)
  },
)

it('[VAULT-R18] asks for the passphrase first: without it nobody is asked for a finger, and it counts as a wrong try', async () => {
  const { deps, finger, me, turnOn } = await aTablet()
  expect(await turnOn('wrong')).toEqual({ kind: 'wrong', waitMs: 0 })
  expect(finger.calls).toEqual([])
  expect(await hasAuthenticator(deps.db)).toBe(false)
  expect(await deps.registry.agents.get(me.postId)).toMatchObject({ failures: 1 })
})

it.each([
  [{ declines: true }, 'declined'],
  [{ hasNoSecrets: true }, 'unsupported'],
] as const)('[VAULT-R18] keeps nothing of one that gives no secret: %j is %s', async (how, kind) => {
  const { deps, me, finger, turnOn, unlock, isOpen } = await aTablet(how)
  const before = await recordOf(deps)
  expect(await turnOn()).toEqual({ kind })
  expect(finger.calls).not.toContain('ask')
  expect(await recordOf(deps)).toEqual(before)
  expect(await unlock()).toEqual({ kind: 'off' })
  expect(await deps.registry.agents.get(me.postId)).toMatchObject({ failures: 0 })
  expect(await isOpen(OWN)).toBe(true)
})

it('[VAULT-R18] finds out only when asked that there is no secret, and keeps nothing of it', async () => {
  const { deps, finger, turnOn } = await aTablet({ onlyWhenAsked: true })
  finger.how.meanwhile = async () => {
    if (finger.calls.at(-1) === 'ask') finger.how.hasNoSecrets = true
  }
  expect(await turnOn()).toEqual({ kind: 'unsupported' })
  expect(await hasAuthenticator(deps.db)).toBe(false)
})

it('[VAULT-R18] refused, cancelled or gone, it changes nothing and counts as no wrong try', async () => {
  const { deps, finger, me, turnOn, unlock, isOpen } = await aTablet()
  await turnOn()
  const before = await recordOf(deps)
  finger.how.declines = true
  for (let tries = 0; tries < 6; tries += 1) expect(await unlock()).toEqual({ kind: 'declined' })
  finger.how.declines = false
  finger.forgetAll()
  expect(await unlock()).toEqual({ kind: 'declined' })
  expect(await deps.registry.agents.get(me.postId)).toMatchObject({ failures: 0, notBeforeMs: 0 })
  expect(await recordOf(deps)).toEqual(before)
  expect(await isOpen(OWN)).toBe(true)
})

it('[VAULT-R18] another’s secret opens nothing, and is told as such', async () => {
  const { finger, me, deps, turnOn, unlock, isOpen } = await aTablet()
  await turnOn()
  finger.swapSecrets()
  expect(await unlock()).toEqual({ kind: 'foreign' })
  expect(await deps.registry.agents.get(me.postId)).toMatchObject({ failures: 0 })
  expect(await isOpen(OWN)).toBe(true)
})

it.each([
  ['ciphertext', (wrap: AuthenticatorWrap) => ({ ...wrap, wrapped: changed(wrap.wrapped) })],
  ['salt', (wrap: AuthenticatorWrap) => ({ ...wrap, salt: changed(wrap.salt) })],
  ['length', (wrap: AuthenticatorWrap) => ({ ...wrap, wrapped: wrap.wrapped.slice(1) })],
])('[VAULT-R18] a record whose %s was changed does not open, and stays', async (_what, change) => {
  const { deps, turnOn, unlock, isOpen } = await aTablet()
  await turnOn()
  await put(deps, change(await wrapOf(deps)))
  expect(await unlock()).toEqual({ kind: 'foreign' })
  expect(await hasAuthenticator(deps.db)).toBe(true)
  expect(await isOpen(OWN)).toBe(true)
})

it('[VAULT-R18] a record of another vault, or carried to another agent, opens for nobody but its own', async () => {
  const mine = await aTablet()
  const theirs = await aTablet({}, mine.deps.registry)
  await mine.turnOn()
  await theirs.turnOn()
  const own = await wrapOf(mine.deps)
  // The same reader knows both fingers.
  const deps = { ...theirs.deps, authenticator: mine.deps.authenticator }
  await put(theirs.deps, own)
  expect(await unlockByAuthenticator(deps, theirs.me.postId)).toEqual({ kind: 'foreign' })
  await writeMeta(theirs.deps.db, 'vault', await recordOf(mine.deps))
  expect(await unlockByAuthenticator(deps, theirs.me.postId)).toEqual({ kind: 'foreign' })
  expect(await mine.unlock()).toMatchObject({ kind: 'unlocked', agent: { me: mine.me } })
})

it('[VAULT-R18] a record under another vault’s id does not open', async () => {
  const { deps, turnOn, unlock } = await aTablet()
  await turnOn()
  await writeMeta(deps.db, 'vault', { ...(await recordOf(deps)), vaultId: deps.newId() })
  expect(await unlock()).toEqual({ kind: 'foreign' })
})

it('[VAULT-R18] off again, only the passphrase opens; the authenticator is not even asked', async () => {
  const { deps, finger, turnOn, unlock, isOpen } = await aTablet()
  const before = await recordOf(deps)
  await turnOn()
  await turnOffAuthenticator(deps.db)
  expect(await recordOf(deps)).toEqual(before)
  expect(await unlock()).toEqual({ kind: 'off' })
  expect(finger.calls).not.toContain('ask')
  expect(await isOpen(OWN)).toBe(true)
})

const keyOf = async (deps: AuthenticatorDeps, { postId }: Me) => {
  const answer = await openByPassphrase(deps, { postId, passphrase: OWN, nowMs: 0 })
  if (answer.kind !== 'right') throw new Error(answer.kind)
  return answer.opened
}

it('[VAULT-R18] stays when its agent changes the passphrase, and ends when the office helped to another', async () => {
  const { deps, me, turnOn, unlock, isOpen } = await aTablet()
  await turnOn()
  const raw = await keyOf(deps, me)
  await changePassphrase(deps, { postId: me.postId, passphrase: OWN, fresh: NEW, nowMs: 0 })
  expect(await unlock()).toMatchObject({ kind: 'unlocked' })
  expect(await isOpen(NEW)).toBe(true)
  await reopenVault(deps, { me, raw, passphrase: OWN })
  expect(await recordOf(deps)).not.toHaveProperty('authenticatorWrap')
  expect(await unlock()).toEqual({ kind: 'off' })
  expect(await isOpen(OWN)).toBe(true)
})

it('[VAULT-R18] what the office’s help ended while the finger was asked for neither opens nor comes back', async () => {
  const { deps, me, finger, turnOn, unlock } = await aTablet()
  await turnOn()
  const [first, second] = [await keyOf(deps, me), await keyOf(deps, me)]
  finger.how.meanwhile = async () => void (await reopenVault(deps, { me, raw: first, passphrase: NEW }))
  expect(await unlock()).toEqual({ kind: 'off' })
  finger.how.meanwhile = async () => void (await reopenVault(deps, { me, raw: second, passphrase: OWN }))
  await expect(turnOn(NEW)).rejects.toThrow('changed meanwhile')
  expect(await hasAuthenticator(deps.db)).toBe(false)
})

it('[VAULT-R18] keeps neither key nor secret, and overwrites both: what was used is zeros', async () => {
  const { deps, turnOn, me } = await aTablet({ onlyWhenAsked: true })
  const secrets: { held: Uint8Array; copy: string }[] = []
  const inner = deps.authenticator
  const encrypted: Uint8Array[] = []
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
  vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...given) => {
    encrypted.push(given[2] as Uint8Array)
    return encrypt(...given)
  })
  const noting = {
    ...inner,
    ask: async (asked: Parameters<typeof inner.ask>[0]) => {
      const answer = await inner.ask(asked)
      if (answer.kind === 'secret') {
        secrets.push({ held: answer.secret, copy: Buffer.from(answer.secret).toString('hex') })
      }
      return answer
    },
  }
  const key = Buffer.from(await keyOf(deps, me)).toString('hex')
  await turnOnAuthenticator({ ...deps, authenticator: noting }, { postId: me.postId, passphrase: OWN, nowMs: 0 })
  const { salt, wrapped, credentialId } = await wrapOf(deps)
  const stored = [salt, wrapped, credentialId].map((bytes) => Buffer.from(bytes).toString('hex')).join()
  expect(secrets).toHaveLength(1)
  for (const { held, copy } of secrets) {
    expect(stored).not.toContain(copy)
    expect(Array.from(held)).toEqual(Array(32).fill(0))
  }
  expect(stored).not.toContain(key)
  expect(encrypted.map((bytes) => Array.from(bytes))).toEqual([Array(32).fill(0)])
  expect(await turnOn()).toEqual({ kind: 'on' })
  expect(Buffer.from((await wrapOf(deps)).salt)).not.toEqual(Buffer.from(salt))
})

it('[VAULT-R18] at each unlock does what is due, as with the passphrase: what lay open is sealed', async () => {
  const { deps, turnOn, unlock } = await aTablet()
  await turnOn()
  const before = await wrapOf(deps)
  await writeMeta(deps.db, 'vault', { ...(await recordOf(deps)), hasClear: true })
  const clear = { alg: 'clear', keyId: '', bytes: new TextEncoder().encode('{}').buffer }
  await deps.db.feedPages.put({ feedId: 'catalogue', bucket: 1, body: clear })
  expect(await unlock()).toMatchObject({ kind: 'unlocked' })
  expect((await deps.db.feedPages.get(['catalogue', 1]))?.body.alg).not.toBe('clear')
  expect(await recordOf(deps)).toMatchObject({ hasClear: false, authenticatorWrap: before })
})

it('[VAULT-R18] goes with all the rest when the tablet is revoked', async () => {
  const { deps, me, turnOn, finger } = await aTablet()
  await turnOn()
  const known = await deps.registry.agents.get(me.postId)
  await wipeAgent({ postId: me.postId, db: deps.db, registry: deps.registry, removeFolder: async () => undefined })
  if (known) await deps.registry.agents.put(known)
  const anew = { ...vaultDeps(me, deps.registry), authenticator: finger.authenticator }
  expect(await unlockByAuthenticator(anew, me.postId)).toEqual({ kind: 'off' })
})
