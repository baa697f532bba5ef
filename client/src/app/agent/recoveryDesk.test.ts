// @vitest-environment happy-dom
// Goal: at the door a forgotten passphrase leads over a sign-in to the office and back into the tablet; nobody else gets
// there, and every step can be left. Method: the real gate, real HPKE, an office that answers as the test says.
import { randomUUID } from 'node:crypto'
import { TRPCClientError } from '@trpc/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import { uuidv7 } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import { NOW } from '../../../test/agentTablet'
import { anAuthenticator } from '../../../test/anAuthenticator'
import { aDeviceId, anAgent, CHEAP, random, vaultDeps } from '../../../test/aVault'
import { anOffice } from '../../../test/anOffice'
import { ServerBusy } from '../../api/serverAnswer'
import type { ServerClient } from '../../api/serverClient'
import { DeviceRegistry } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { NO_SYNC, writeMeta } from '../../db/meta'
import { NewerStoreError } from '../../db/newerStore'
import { stretch } from '../../vault/argon2id'
import { beginVault } from '../../vault/vault'
import { createGate } from './gate'
import { createOpenedMemory } from './openedMemory'

const [OLD, NEW] = ['芙蓉国里尽朝晖的那一年', '岳麓山下爱晚亭前的枫叶']
const CREDENTIALS = { loginName: 'wuyi-01', password: 'secret' }

const offline = (): never => {
  throw new TRPCClientError('no network')
}
const tooOften = (): never => {
  throw TRPCClientError.from(new ServerBusy(429, 5_400_000))
}
const busy = (): never => {
  throw TRPCClientError.from(new ServerBusy(503, 5_000))
}
const unauthorized = (): never => {
  throw new TRPCClientError('UNAUTHORIZED', { result: { error: { data: { code: 'UNAUTHORIZED' } } } as never })
}

async function setUp() {
  const [me, other] = [anAgent('刘敏'), anAgent('周彤')]
  const office = await anOffice()
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  for (const one of [me, other]) {
    const deps = vaultDeps(one, registry)
    await writeMeta(deps.db, 'sync', { ...NO_SYNC, recoveryKey: office.publicKey })
    await beginVault(deps, { me: one, deviceId: aDeviceId(), passphrase: OLD })
  }
  const world: { signsIn: Me; before: () => void } = { signsIn: me, before: () => undefined }
  const call =
    <Input, Answer>(run: (input: Input) => Promise<Answer>) =>
    async (input: Input): Promise<Answer> => {
      world.before()
      return run(input)
    }
  const client = {
    session: {
      signIn: { mutate: async () => ({ status: 'signed-in', me: world.signsIn, serverTime: NOW }) },
      registerDevice: { mutate: async () => ({ status: 'registered', deviceNumber: 7, stationId: '430102009001' }) },
    },
    recovery: {
      request: { mutate: call(office.office.request) },
      answer: { query: call(office.office.answer) },
      takeBack: { mutate: call(office.office.takeBack) },
    },
    // As much of the server as the door asks for.
  } as unknown as ServerClient
  const kept = new Map<string, string>()
  const memory = createOpenedMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
  const nowMs = (): number => Date.parse(NOW)
  const log = (error: unknown): void => {
    throw error
  }
  const start = () => {
    const edges = { nowMs, random, newId: () => uuidv7(nowMs(), random) }
    const passphrases = { stretch, cost: CHEAP }
    return createGate({
      clientFor: () => client,
      edges,
      registry,
      memory,
      passphrases,
      authenticator: anAuthenticator({}).authenticator,
      forgetKey: () => undefined,
      log,
    })
  }
  const gate = start()
  await gate.begin()
  const standAtDesk = async (): Promise<void> => {
    gate.choose(me.postId)
    await gate.recover(me.postId)
    await gate.signIn(CREDENTIALS)
  }
  return { me, other, office, world, gate, start, standAtDesk }
}

it('[VAULT-R10] over the sign-in to the office, and with a new passphrase into the tablet', async () => {
  const { me, office, gate, standAtDesk } = await setUp()
  await standAtDesk()
  expect(gate.state.value).toMatchObject({ kind: 'recovery', me, state: { kind: 'idle' } })
  expect(office.asked).toEqual([])
  await gate.recovery.ask()
  expect(gate.state.value).toMatchObject({ state: { kind: 'waiting', isUnheard: false } })
  await office.allow(me)
  await gate.recovery.look()
  expect(gate.state.value).toMatchObject({ state: { kind: 'allowed', step: 'idle' } })
  await gate.recovery.choosePassphrase(NEW)
  expect(gate.state.value).toMatchObject({ kind: 'open', me })
  gate.lock()
  await expect.poll(() => gate.state.value).toMatchObject({ kind: 'unlock', recovering: [] })
  await gate.unlock({ postId: me.postId, passphrase: NEW })
  expect(gate.state.value.kind).toBe('open')
})

it('[VAULT-R10] goes on after a reload where it was, without another sign-in', async () => {
  const { me, office, gate, start, standAtDesk } = await setUp()
  await standAtDesk()
  await gate.recovery.ask()
  await office.allow(me)
  const reloaded = start()
  await reloaded.begin()
  expect(reloaded.state.value).toMatchObject({ kind: 'unlock', recovering: [me.postId], chosen: me.postId })
  await reloaded.recover(me.postId)
  expect(reloaded.state.value).toMatchObject({ kind: 'recovery', state: { kind: 'allowed' } })
  await reloaded.recovery.choosePassphrase(NEW)
  expect(reloaded.state.value).toMatchObject({ kind: 'open', me })
})

it('[VAULT-R11] whoever signs in as another finds their own lock, and asks for nothing in the first one’s name', async () => {
  const { other, office, world, gate, standAtDesk } = await setUp()
  world.signsIn = other
  await standAtDesk()
  expect(gate.state.value).toMatchObject({ kind: 'unlock', chosen: other.postId })
  expect(office.asked).toEqual([])
})

it('tells of no network and of an ended session, and goes on from there', async () => {
  const { world, gate, standAtDesk } = await setUp()
  await standAtDesk()
  world.before = offline
  await gate.recovery.ask()
  expect(gate.state.value).toMatchObject({ state: { kind: 'unreachable' } })
  world.before = () => undefined
  await gate.recovery.ask()
  world.before = offline
  await gate.recovery.look()
  expect(gate.state.value).toMatchObject({ state: { kind: 'waiting', isUnheard: true } })
  world.before = unauthorized
  await gate.recovery.look()
  expect(gate.state.value).toMatchObject({ state: { kind: 'signed-out' } })
  world.before = () => undefined
  gate.askForSignIn()
  await gate.signIn(CREDENTIALS)
  expect(gate.state.value).toMatchObject({ kind: 'recovery', state: { kind: 'waiting' } })
  await gate.recovery.look()
  expect(gate.state.value).toMatchObject({ state: { kind: 'waiting', expiresAt: '2026-07-04T01:41:00.000Z' } })
})

it('[VAULT-R16] says when it may be asked again after too many requests; a server that has no time is only unreached', async () => {
  const { world, gate, standAtDesk } = await setUp()
  await standAtDesk()
  world.before = tooOften
  await gate.recovery.ask()
  expect(gate.state.value).toMatchObject({ state: { kind: 'too-often', againAt: '2026-07-03T03:11:00.000Z' } })
  world.before = busy
  await gate.recovery.ask()
  expect(gate.state.value).toMatchObject({ state: { kind: 'unreachable' } })
  world.before = () => undefined
  await gate.recovery.ask()
  expect(gate.state.value).toMatchObject({ state: { kind: 'waiting' } })
})

it('[SYNC-R26] makes way for the newer app that has the store', async () => {
  const { gate, standAtDesk } = await setUp()
  await standAtDesk()
  const taken = vi.spyOn(LocalDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new NewerStoreError('newer')
  })
  onTestFinished(() => taken.mockRestore())
  await gate.recovery.ask()
  expect(gate.state.value).toEqual({ kind: 'newer-store' })
})

it('can be taken back, and is taken back by who remembers the passphrase after all', async () => {
  const { me, office, gate, standAtDesk } = await setUp()
  await standAtDesk()
  await gate.recovery.ask()
  await gate.recovery.takeBack()
  expect(gate.state.value).toMatchObject({ state: { kind: 'idle' } })
  await gate.recovery.ask()
  const { recoveryId = '' } = office.asked.at(-1) ?? {}
  gate.goBack()
  await expect.poll(() => gate.state.value).toMatchObject({ kind: 'unlock', recovering: [me.postId] })
  await gate.unlock({ postId: me.postId, passphrase: OLD })
  expect(gate.state.value).toMatchObject({ kind: 'open', me })
  expect(office.answers.get(recoveryId)).toEqual({ status: 'ended' })
})
