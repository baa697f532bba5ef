// @vitest-environment happy-dom
import { expect, it, onTestFinished, vi } from 'vitest'
import { anAgent } from '../../../test/aVault'
import { aGate, PASSPHRASE } from '../../../test/aGate'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'
import { NewerStoreError } from '../../db/newerStore'
import { makeReplyKeys } from '../../vault/officeWrap'

async function lockedWithFinger() {
  const [me, other] = [anAgent('刘敏'), anAgent('周彤')]
  const all = await aGate([me, other])
  const { gate } = all
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(await gate.authenticator.turnOn(PASSPHRASE)).toEqual({ kind: 'on' })
  gate.lock()
  await vi.waitFor(() => expect(gate.state.value.kind).toBe('unlock'))
  return { ...all, me, other }
}

it('[VAULT-R18] opens the lock for who is chosen and has it on, after a reload too', async () => {
  const { gate, start, me, other } = await lockedWithFinger()
  expect(gate.state.value).toMatchObject({ byAuthenticator: [me.postId] })
  gate.choose(other.postId)
  await gate.unlockByAuthenticator()
  expect(gate.state.value).toMatchObject({ chosen: other.postId, state: { kind: 'authenticator-failed', why: 'off' } })
  const reloaded = start()
  await reloaded.begin()
  reloaded.choose(me.postId)
  await reloaded.unlockByAuthenticator()
  expect(reloaded.state.value).toMatchObject({ kind: 'open', me })
})

it('[VAULT-R18] is not offered where the browser has none', async () => {
  const { gate, start, me, finger } = await lockedWithFinger()
  finger.how.isHere = false
  const reloaded = start()
  await reloaded.begin()
  expect(reloaded.state.value).toMatchObject({ byAuthenticator: [] })
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(await gate.authenticator.read()).toBe('not-offered')
})

it('[VAULT-R18] says why it did not open, counts it as no try, and leaves the passphrase', async () => {
  const { gate, finger, me, registry, log } = await lockedWithFinger()
  const triesAfter = async (why: string) => {
    await gate.unlockByAuthenticator()
    expect(gate.state.value).toMatchObject({ kind: 'unlock', state: { kind: 'authenticator-failed', why } })
    return registry.agents.get(me.postId)
  }
  finger.how.declines = true
  expect(await triesAfter('declined')).toMatchObject({ failures: 0 })
  finger.how.declines = false
  finger.swapSecrets()
  expect(await triesAfter('foreign')).toMatchObject({ failures: 0 })
  finger.how.meanwhile = async () => Promise.reject(new Error('a fault of ours'))
  expect(await triesAfter('failed')).toMatchObject({ failures: 0 })
  expect(log).toHaveBeenCalledOnce()
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value).toMatchObject({ kind: 'open', me })
})

it('[VAULT-R18] whoever comes in by it needs no help of the office any more', async () => {
  const { start, me } = await lockedWithFinger()
  const db = new LocalDatabase(localDatabaseName(me.postId))
  const vaultId = (await readMeta(db, 'vault'))?.vaultId ?? ''
  await writeMeta(db, 'recovery', { requestId: vaultId, vaultId, askedAtMs: 0, replyKeys: await makeReplyKeys() })
  const reloaded = start()
  await reloaded.begin()
  expect(reloaded.state.value).toMatchObject({ recovering: [me.postId] })
  await reloaded.unlockByAuthenticator()
  expect(reloaded.state.value.kind).toBe('open')
  expect(await readMeta(db, 'recovery')).toBeUndefined()
  db.close()
})

it('[VAULT-R18] an answer that comes after the passphrase opens nothing any more', async () => {
  const { gate, finger, me } = await lockedWithFinger()
  const asked: { answer: () => void } = { answer: () => undefined }
  finger.how.meanwhile = () => new Promise((resolve) => (asked.answer = resolve))
  const asking = gate.unlockByAuthenticator()
  await vi.waitFor(() => expect(gate.state.value).toMatchObject({ state: { kind: 'at-authenticator' } }))
  await vi.waitFor(() => expect(finger.calls).toContain('ask'))
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  const inside = gate.state.value
  asked.answer()
  await asking
  expect(gate.state.value).toBe(inside)
})

it('[VAULT-R18] is turned on and off by who is inside, and by nobody at the lock', async () => {
  const { gate, me } = await lockedWithFinger()
  expect(await gate.authenticator.turnOn(PASSPHRASE)).toEqual({ kind: 'failed' })
  expect(await gate.authenticator.turnOff()).toBe('failed')
  await gate.unlockByAuthenticator()
  expect(await gate.authenticator.read()).toBe('on')
  expect(await gate.authenticator.turnOff()).toBe('off')
  expect(await gate.authenticator.read()).toBe('off')
  expect(await gate.authenticator.turnOn('wrong')).toEqual({ kind: 'wrong', waitSeconds: 0 })
  gate.lock()
  await vi.waitFor(() => expect(gate.state.value).toMatchObject({ kind: 'unlock', byAuthenticator: [] }))
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value.kind).toBe('open')
})

it('[SYNC-R26] says that a newer app has the store when it can be turned neither on nor off', async () => {
  const { gate, log } = await lockedWithFinger()
  await gate.unlockByAuthenticator()
  const taken = vi.spyOn(LocalDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new NewerStoreError('newer')
  })
  onTestFinished(() => taken.mockRestore())
  expect(await gate.authenticator.turnOff()).toBe('newer-store')
  expect(await gate.authenticator.turnOn(PASSPHRASE)).toEqual({ kind: 'newer-store' })
  expect(log).toHaveBeenCalledTimes(2)
})
