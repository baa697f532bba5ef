// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { randomUUID, webcrypto } from 'node:crypto'
import { TRPCClientError } from '@trpc/client'
import { Dexie } from 'dexie'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DeviceId, uuidv7, type PostId } from '@onetrip/shared/lib/ids'
import { Me, type SignInAnswer } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../../api/serverClient'
import { DeviceRegistry, localDatabaseName, type KnownAgent } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta } from '../../db/meta'
import { makePassphraseCheck } from '../../db/passphrase'
import { NOW } from '../../../test/agentTablet'
import { createGate } from './gate'
import { exposedTo } from './gateState'
import { createOpenedMemory } from './openedMemory'

const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length))
const nowMs = () => Date.parse(NOW)
const newId = () => uuidv7(nowMs(), random)
const PASSPHRASE = '芙蓉国里 2026 年'
const CHECK = await makePassphraseCheck(PASSPHRASE, random)

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
const aKnownAgent = (me: Me): KnownAgent => ({
  postId: me.postId,
  me,
  deviceId: DeviceId.parse(newId()),
  passphrase: CHECK,
  failures: 0,
  notBeforeMs: 0,
})

type Answers = {
  readonly signIn?: () => Promise<SignInAnswer>
  readonly registerDevice?: () => Promise<{ deviceNumber: number }>
}

const offline = async (): Promise<never> => {
  throw new TRPCClientError('no network')
}

/** A tablet that these agents have signed in on, before a server that answers as the test says. */
async function setUp(known: readonly Me[], answers: Answers = {}) {
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  await registry.agents.bulkPut(known.map(aKnownAgent))
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const asked: (PostId | undefined)[] = []
  const log = vi.fn()
  const clientFor = (postId?: PostId): ServerClient => {
    asked.push(postId)
    // As much of the server as a gate asks for.
    return {
      session: {
        signIn: { mutate: answers.signIn ?? offline },
        registerDevice: { mutate: answers.registerDevice ?? (async () => ({ deviceNumber: 7 })) },
      },
    } as unknown as ServerClient
  }
  const memory = createOpenedMemory({ storage, nowMs, idleMs: 60_000 })
  const start = () => createGate({ clientFor, edges: { nowMs, random, newId }, registry, memory, log })
  const gate = start()
  await gate.begin()
  return { gate, start, registry, asked, log, memory }
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
    expect(gate.state.value).toMatchObject({ agents: [{ postId: me.postId }, { postId: other.postId }] })
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

  it('without it, a reload in the same tab does not ask again', async () => {
    const me = aPerson('刘敏')
    const { gate, start } = await setUp([me])
    await gate.unlock({ postId: me.postId, passphrase: PASSPHRASE })
    const reloaded = start()
    await reloaded.begin()
    expect(reloaded.state.value).toMatchObject({ kind: 'open', me })
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
    const { gate, registry } = await setUp([], { signIn: signedIn(me) })
    await gate.signIn(CREDENTIALS)
    vi.spyOn(registry.agents, 'put').mockImplementation(broken)
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
  const registerDevice = vi.fn(async () => ({ deviceNumber: numbers.shift() ?? 0 }))
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  const [first, second] = registerDevice.mock.calls
  expect(second).toEqual(first)
  const db = new LocalDatabase(localDatabaseName(me.postId))
  expect(await readMeta(db, 'device')).toMatchObject({ deviceNumber: 107, nextDeviceSeq: 1, nextReceiptCounter: 0 })
  await db.delete()
})

it('lets a known tablet in where the server gives it no number now: it has one', async () => {
  const me = aPerson('刘敏')
  const answers = [async () => ({ deviceNumber: 7 })]
  const registerDevice = async () => (answers.shift() ?? offline)()
  const { gate } = await setUp([], { signIn: signedIn(me), registerDevice })
  await gate.signIn(CREDENTIALS)
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'set-passphrase' })
  await Dexie.delete(localDatabaseName(me.postId))
})
