// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { randomUUID, webcrypto } from 'node:crypto'
import { TRPCClientError } from '@trpc/client'
import { Dexie } from 'dexie'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import { DeviceId, StationId, uuidv7, type PostId } from '@onetrip/shared/lib/ids'
import { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import {
  Me,
  type RegisterDeviceAnswer,
  type RegisterDeviceInput,
  type SignInAnswer,
} from '@onetrip/shared/wire/session'
import type { ServerClient } from '../../api/serverClient'
import { DeviceRegistry, localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import { NOW } from '../../../test/agentTablet'
import { anOldCheck, CHEAP, vaultDeps } from '../../../test/aVault'
import { stretch } from '../../vault/argon2id'
import { beginVault } from '../../vault/vault'
import { createGate } from './gate'
import { exposedTo, type Inside } from './gateState'
import { createOpenedMemory } from './openedMemory'

const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length))
const nowMs = () => Date.parse(NOW)
const newId = () => uuidv7(nowMs(), random)
const PASSPHRASE = '芙蓉国里 2026 年'

const aPerson = (name: string): Me =>
  Me.parse({
    districtId: '430102',
    postId: randomUUID(),
    personId: randomUUID(),
    name,
    role: 'agent',
    unitId: '430102009001',
    unitName: '五一社区',
  })
const know = (registry: DeviceRegistry, me: Me) =>
  beginVault(vaultDeps(me, registry), { me, deviceId: DeviceId.parse(newId()), passphrase: PASSPHRASE })

type Answers = {
  readonly signIn?: () => Promise<SignInAnswer>
  readonly registerDevice?: (input: RegisterDeviceInput) => Promise<RegisterDeviceAnswer>
}

const offline = async (): Promise<never> => {
  throw new TRPCClientError('no network')
}

/** A tablet that these agents have signed in on, before a server that answers as the test says. */
async function setUp(known: readonly Me[], answers: Answers = {}) {
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  for (const me of known) await know(registry, me)
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const asked: (PostId | undefined)[] = []
  const log = vi.fn()
  const clientFor = (postId?: PostId): ServerClient => {
    asked.push(postId)
    // As much of the server as a gate asks for.
    return {
      session: {
        signIn: { mutate: answers.signIn ?? offline },
        registerDevice: { mutate: answers.registerDevice ?? (async () => numbered(7)) },
      },
    } as unknown as ServerClient
  }
  const memory = createOpenedMemory(storage)
  const passphrases = { stretch, cost: CHEAP }
  const forgetKey = vi.fn()
  const start = () =>
    createGate({ clientFor, edges: { nowMs, random, newId }, registry, memory, passphrases, forgetKey, log })
  const gate = start()
  await gate.begin()
  return { gate, start, registry, asked, log, memory, forgetKey }
}

const numbered = (deviceNumber: number): RegisterDeviceAnswer => {
  return { status: 'registered', deviceNumber, stationId: StationId.parse('430102009001') }
}
const signedIn = (me: Me) => async (): Promise<SignInAnswer> => ({ status: 'signed-in', me, serverTime: NOW })
const CREDENTIALS = { loginName: 'wuyi-01', password: 'secret' }

describe('the way back from a sign-in', () => {
  it('leads to the lock that 换人 was pressed on, with no network', async () => {
    const me = aPerson('刘敏')
    const { gate } = await setUp([me])
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', state: { kind: 'server-unreachable' } })
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'unlock', agents: [{ postId: me.postId }], state: { kind: 'idle' } })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })

  it('leads into the open tablet that 重新登录 was pressed on', async () => {
    const me = aPerson('刘敏')
    const { gate } = await setUp([me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.askForSignIn()
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })

  it('leads nowhere on a tablet that nobody has used', async () => {
    const { gate } = await setUp([])
    gate.goBack()
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', before: undefined })
  })

  it('is still there when the tablet got no number', async () => {
    const [mine, other] = [aPerson('刘敏'), aPerson('周彤')]
    const { gate } = await setUp([mine], { signIn: signedIn(other), registerDevice: offline })
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value.kind).toBe('register-failed')
    gate.goBack()
    expect(gate.state.value.kind).toBe('unlock')
  })

  it('taken while the server thinks: its answer comes too late and opens nothing', async () => {
    const me = aPerson('刘敏')
    const server = { answer: (): void => undefined }
    const answered = new Promise<void>((resolve) => {
      server.answer = resolve
    })
    const { gate } = await setUp([me], { signIn: () => answered.then(signedIn(me)) })
    gate.askForSignIn()
    const signingIn = gate.signIn(CREDENTIALS)
    gate.goBack()
    server.answer()
    await signingIn
    expect(gate.state.value.kind).toBe('unlock')
  })
})

it('asks for the tablet’s number in the name of the one who has just signed in', async () => {
  const me = aPerson('刘敏')
  const { gate, asked } = await setUp([], { signIn: signedIn(me) })
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'set-passphrase', me })
  expect(asked).toEqual([undefined, me.postId])
})

describe('the lock', () => {
  it('puts the passphrase before the work, the agent’s own name first, and survives a reload', async () => {
    const [other, me] = [aPerson('周彤'), aPerson('刘敏')]
    const { gate, start } = await setUp([other, me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.lock()
    expect(exposedTo(gate.state.value)).toBeUndefined()
    await vi.waitFor(() => expect(gate.state.value).toMatchObject({ kind: 'unlock' }))
    expect(gate.state.value).toMatchObject({ chosen: me.postId })
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value.kind).toBe('unlock')
  })

  it('closes the way back into the open tablet, too', async () => {
    const me = aPerson('刘敏')
    const { gate } = await setUp([me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    gate.askForSignIn()
    gate.lock()
    await vi.waitFor(() => expect(gate.state.value.kind).toBe('unlock'))
    gate.goBack()
    expect(exposedTo(gate.state.value)).toBeUndefined()
  })

  it('[VAULT-R5] stands before the work after a reload, too, with the same name first: the key went with the page', async () => {
    const [other, me] = [aPerson('周彤'), aPerson('刘敏')]
    const { gate, start } = await setUp([other, me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
  })
})

describe('a store that fails', () => {
  const broken = (): never => {
    throw new Error('the store is gone')
  }
  beforeEach(() => {
    vi.restoreAllMocks()
  })

  it('at the start: says so, and opens once it works again', async () => {
    const me = aPerson('刘敏')
    const { gate, registry, log } = await setUp([me])
    vi.spyOn(registry.agents, 'toArray').mockImplementation(broken)
    await gate.begin()
    expect(gate.state.value).toEqual({ kind: 'store-failed' })
    expect(log).toHaveBeenCalledOnce()
    vi.restoreAllMocks()
    await gate.begin()
    expect(gate.state.value.kind).toBe('unlock')
  })

  it('while unlocking: says so, and the passphrase can be tried again', async () => {
    const me = aPerson('刘敏')
    const { gate, registry } = await setUp([me])
    vi.spyOn(registry.agents, 'get').mockImplementation(broken)
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'unlock', state: { kind: 'failed' } })
    vi.restoreAllMocks()
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value.kind).toBe('open')
  })

  it('while the passphrase is kept: says so, and it can be chosen again', async () => {
    const me = aPerson('刘敏')
    const { gate } = await setUp([], { signIn: signedIn(me) })
    await gate.signIn(CREDENTIALS)
    vi.spyOn(LocalDatabase.prototype, 'transaction').mockImplementation(broken)
    await gate.choosePassphrase(PASSPHRASE)
    expect(gate.state.value).toMatchObject({ kind: 'set-passphrase', state: { kind: 'failed' } })
    vi.restoreAllMocks()
    await gate.choosePassphrase(PASSPHRASE)
    expect(gate.state.value.kind).toBe('open')
  })

  it('after the server said yes: says so, and leaves the form to be sent again', async () => {
    const { gate } = await setUp([], { signIn: async () => broken() })
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'sign-in', state: { kind: 'store-failed' } })
  })
})

it('[SYNC-R8] registers a known tablet at each sign-in, under its id: a restored server may give it another number', async () => {
  const me = aPerson('刘敏')
  const numbers = [7, 107]
  const registerDevice = vi.fn(async (_input: RegisterDeviceInput) => numbered(numbers.shift() ?? 0))
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice })
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
  const me = aPerson('刘敏')
  const answers = [async () => numbered(7)]
  const registerDevice = async () => (answers.shift() ?? offline)()
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'set-passphrase' })
  await Dexie.delete(localDatabaseName(me.postId))
})

it('[SYNC-R17] asks for a code where the server does not know the tablet, until one is right', async () => {
  const me = aPerson('刘敏')
  const left: RegisterDeviceAnswer[] = [
    { status: 'code-wanted' },
    { status: 'wrong-code' },
    { status: 'too-many-tries', retryAfterSeconds: 61 },
  ]
  const registerDevice = vi.fn(async (_input: RegisterDeviceInput) => left.shift() ?? numbered(7))
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice })
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
  const me = aPerson('刘敏')
  const answers = [async (): Promise<RegisterDeviceAnswer> => ({ status: 'code-wanted' })]
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice: async () => (answers.shift() ?? offline)() })
  await gate.signIn(CREDENTIALS)
  await gate.enterCode(RegistrationCode.parse('7K3MQD4XA92B'))
  expect(gate.state.value).toMatchObject({ kind: 'register-code', state: { kind: 'unreachable' } })
  await Dexie.delete(localDatabaseName(me.postId))
})

describe('a sign-in where there is a vault', () => {
  it('[VAULT-R8] sets no passphrase: it leads back into the open tablet', async () => {
    const me = aPerson('刘敏')
    const { gate } = await setUp([me], { signIn: signedIn({ ...me, unitName: '五一社区（新）' }) })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const { vault } = gate.state.value as Inside
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'open', vault, me: { unitName: '五一社区（新）' } })
  })

  it('[VAULT-R8] or to the lock, with the name of who signed in; tries that were wrong stay counted', async () => {
    const [other, me] = [aPerson('周彤'), aPerson('刘敏')]
    const { gate, registry, memory } = await setUp([other, me], { signIn: signedIn(me) })
    await registry.agents.update(me.postId, { failures: 5, notBeforeMs: 7 })
    gate.askForSignIn()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
    expect(await registry.agents.get(me.postId)).toMatchObject({ failures: 5, notBeforeMs: 7 })
    expect(memory.recall()).toBe(me.postId)
  })

  it('finds the vault of an agent whom the tablet has otherwise forgotten', async () => {
    const me = aPerson('刘敏')
    const { gate, registry } = await setUp([me], { signIn: signedIn(me) })
    await registry.agents.clear()
    await gate.begin()
    await gate.signIn(CREDENTIALS)
    expect(gate.state.value).toMatchObject({ kind: 'unlock', chosen: me.postId })
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    expect(gate.state.value).toMatchObject({ kind: 'open', me })
  })
})

it('[VAULT-R6] lets an agent of before in by the passphrase that they have, and tells how far the sealing is', async () => {
  const me = aPerson('刘敏')
  const { gate, registry } = await setUp([])
  const passphrase = await anOldCheck('芙蓉国里')
  const deviceId = DeviceId.parse(newId())
  await registry.agents.put({ postId: me.postId, me, deviceId, passphrase, failures: 0, notBeforeMs: 0 })
  const db = new LocalDatabase(localDatabaseName(me.postId))
  await db.feedPages.put({
    feedId: 'a',
    bucket: 1,
    body: { alg: 'clear', keyId: '', bytes: new TextEncoder().encode('{}').buffer },
  })
  await gate.begin()
  const seen: unknown[] = []
  watch(gate.state, (now) => seen.push(now), { flush: 'sync' })
  await gate.unlock({ postId: me.postId, passphrase: '芙蓉国里' })
  expect(gate.state.value).toMatchObject({ kind: 'open', me })
  expect(seen).toContainEqual(expect.objectContaining({ state: { kind: 'pending', sealing: { done: 0, total: 1 } } }))
  await db.delete()
})

it('says that the tablet has lost what the passphrase opens', async () => {
  const me = aPerson('刘敏')
  const { gate } = await setUp([me])
  const db = new LocalDatabase(localDatabaseName(me.postId))
  await db.meta.delete('vault')
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value).toMatchObject({ kind: 'unlock', state: { kind: 'no-vault' } })
  await db.delete()
})

it('[VAULT-R8] changes the passphrase of who is inside, and of nobody at the lock', async () => {
  const me = aPerson('刘敏')
  const { gate } = await setUp([me])
  const typed = { passphrase: PASSPHRASE, fresh: '岳麓山下爱晚亭前的枫叶' }
  expect(await gate.changePassphrase(typed)).toEqual({ kind: 'failed' })
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(await gate.changePassphrase({ ...typed, passphrase: 'x' })).toEqual({ kind: 'wrong', waitSeconds: 0 })
  expect(await gate.changePassphrase(typed)).toEqual({ kind: 'changed' })
  gate.lock()
  await vi.waitFor(() => expect(gate.state.value.kind).toBe('unlock'))
  await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
  expect(gate.state.value).toMatchObject({ state: { kind: 'wrong' } })
  await gate.unlock({ postId: me.postId, passphrase: typed.fresh })
  expect(gate.state.value.kind).toBe('open')
})

describe('[VAULT-R15] a PIN', () => {
  async function lockedWithPin() {
    const [me, other] = [aPerson('刘敏'), aPerson('周彤')]
    const all = await setUp([me, other])
    await all.gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const inside = all.gate.state.value
    all.gate.choosePin('314159')
    all.gate.lock()
    await vi.waitFor(() => expect(all.gate.state.value.kind).toBe('unlock'))
    return { ...all, me, other, inside }
  }

  it('opens the page that is still there, with the same key, and for its owner alone', async () => {
    const { gate, me, other, inside } = await lockedWithPin()
    expect(gate.state.value).toMatchObject({ pinOf: me.postId })
    gate.choose(other.postId)
    gate.unlockByPin('314159')
    expect(gate.state.value).toMatchObject({ kind: 'unlock' })
    gate.choose(me.postId)
    gate.unlockByPin('314159')
    expect(gate.state.value).toBe(inside)
  })

  it('is nothing after a reload, and nothing once it is not wanted any more', async () => {
    const { gate, start } = await lockedWithPin()
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value).toMatchObject({ kind: 'unlock', pinOf: undefined })
    gate.unlockByPin('314159')
    gate.choosePin(undefined)
    gate.lock()
    await vi.waitFor(() => expect(gate.state.value).toMatchObject({ kind: 'unlock', pinOf: undefined }))
  })

  it('forgets the key of the page with the fifth wrong one', async () => {
    const { gate, forgetKey } = await lockedWithPin()
    for (const triesLeft of [4, 3, 2, 1]) {
      gate.unlockByPin('000000')
      expect(gate.state.value).toMatchObject({ state: { kind: 'wrong-pin', triesLeft } })
    }
    expect(forgetKey).not.toHaveBeenCalled()
    gate.unlockByPin('000000')
    expect(gate.state.value).toMatchObject({ pinOf: undefined, state: { kind: 'pin-forgotten' } })
    expect(forgetKey).toHaveBeenCalledOnce()
  })
})
