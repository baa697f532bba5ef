// @vitest-environment happy-dom
import { Dexie } from 'dexie'
import { describe, expect, it, vi } from 'vitest'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { RegisterDeviceAnswer, RegisterDeviceInput } from '@onetrip/shared/wire/session'
import { anAgent } from '../../../test/aVault'
import { aGate, CREDENTIALS, numbered, offline, PASSPHRASE, signedIn } from '../../../test/aGate'
import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import type { Inside } from './gateState'

it('asks for the tablet’s number in the name of the one who has just signed in', async () => {
  const me = anAgent('刘敏')
  const { gate, asked } = await aGate([], { signIn: signedIn(me) })
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'set-passphrase', me })
  expect(asked).toEqual([undefined, me.postId])
})

it('[SYNC-R8] registers a known tablet at each sign-in, under its id: a restored server may give it another number', async () => {
  const me = anAgent('刘敏')
  const numbers = [7, 107]
  const registerDevice = vi.fn(async (_input: RegisterDeviceInput) => numbered(numbers.shift() ?? 0))
  const { gate } = await aGate([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  const [first, second] = registerDevice.mock.calls
  expect(second).toEqual(first)
  const db = new LocalDatabase(localDatabaseName(me.postId))
  expect(await readMeta(db, 'device')).toMatchObject({ deviceNumber: 107, nextReceiptCounter: 0 })
  await db.delete()
})

it('lets a known tablet in where the server gives it no number now: it has one', async () => {
  const me = anAgent('刘敏')
  const answers = [async () => numbered(7)]
  const registerDevice = async () => (answers.shift() ?? offline)()
  const { gate } = await aGate([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'set-passphrase' })
  await Dexie.delete(localDatabaseName(me.postId))
})

it('[SYNC-R17] asks for a code where the server does not know the tablet, until one is right', async () => {
  const me = anAgent('刘敏')
  const left: RegisterDeviceAnswer[] = [
    { status: 'code-wanted' },
    { status: 'wrong-code' },
    { status: 'too-many-tries', retryAfterSeconds: 61 },
  ]
  const registerDevice = vi.fn(async (_input: RegisterDeviceInput) => left.shift() ?? numbered(7))
  const { gate } = await aGate([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'register-code', me, state: { kind: 'idle' } })
  const code = RegistrationCode.parse('7K3MQD4XA92B')
  await gate.enterCode(code)
  expect(gate.state.value).toMatchObject({ kind: 'register-code', state: { kind: 'wrong-code' } })
  await gate.enterCode(code)
  expect(gate.state.value).toMatchObject({ state: { kind: 'too-many-tries', waitMinutes: 2 } })
  await gate.enterCode(code)
  expect(gate.state.value.kind).not.toBe('register-code')
  expect(registerDevice.mock.calls.map(([input]) => input.code)).toEqual([undefined, code, code, code])
  await Dexie.delete(localDatabaseName(me.postId))
})

it('[SYNC-R17] keeps the code page, and says why, while no answer comes', async () => {
  const me = anAgent('刘敏')
  const answers = [async (): Promise<RegisterDeviceAnswer> => ({ status: 'code-wanted' })]
  const { gate } = await aGate([], { signIn: signedIn(me), registerDevice: async () => (answers.shift() ?? offline)() })
  await gate.signIn(CREDENTIALS)
  await gate.enterCode(RegistrationCode.parse('7K3MQD4XA92B'))
  expect(gate.state.value).toMatchObject({ kind: 'register-code', state: { kind: 'unreachable' } })
  await Dexie.delete(localDatabaseName(me.postId))
})

describe('a sign-in where there is a vault', () => {
  it('[VAULT-R8] sets no passphrase: it leads back into the open tablet', async () => {
    const me = anAgent('刘敏')
    const { gate } = await aGate([me], { signIn: signedIn({ ...me, unitName: '五一社区（新）' }) })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const { vault } = gate.state.value as Inside
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'open', vault, me: { unitName: '五一社区（新）' } })
  })

  it('[VAULT-R8] or to the lock, with the name of who signed in; tries that were wrong stay counted', async () => {
    const [other, me] = [anAgent('周彤'), anAgent('刘敏')]
    const { gate, registry, memory } = await aGate([other, me], { signIn: signedIn(me) })
    await registry.agents.update(me.postId, { failures: 5, notBeforeMs: 7 })
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
    expect(await registry.agents.get(me.postId)).toMatchObject({ failures: 5, notBeforeMs: 7 })
    expect(memory.recall()).toBe(me.postId)
  })

  it('finds the vault of an agent whom the tablet has otherwise forgotten', async () => {
    const me = anAgent('刘敏')
    const { gate, registry } = await aGate([me], { signIn: signedIn(me) })
    await registry.agents.clear()
    await gate.begin()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })
})
