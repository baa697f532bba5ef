import { randomUUID } from 'node:crypto'
import { TRPCClientError } from '@trpc/client'
import { vi, type Mock } from 'vitest'
import { StationId, uuidv7, type PostId } from '@onetrip/shared/lib/ids'
import type { Me, RegisterDeviceAnswer, RegisterDeviceInput, SignInAnswer } from '@onetrip/shared/wire/session'
import type { ServerClient } from '../src/api/serverClient'
import { createGate } from '../src/app/agent/gate'
import { createOpenedMemory } from '../src/app/agent/openedMemory'
import { DeviceRegistry } from '../src/db/deviceRegistry'
import { stretch } from '../src/vault/argon2id'
import { beginVault } from '../src/vault/vault'
import { NOW } from './agentTablet'
import { anAuthenticator } from './anAuthenticator'
import { aDeviceId, CHEAP, random, vaultDeps } from './aVault'

/** Of every agent whom a gate knows. */
export const PASSPHRASE = '芙蓉国里 2026 年'
export const CREDENTIALS = { loginName: 'wuyi-01', password: 'secret' }

type Answers = {
  readonly signIn?: () => Promise<SignInAnswer>
  readonly registerDevice?: (input: RegisterDeviceInput) => Promise<RegisterDeviceAnswer>
}

export const offline = async (): Promise<never> => {
  throw new TRPCClientError('no network')
}

export const numbered = (deviceNumber: number): RegisterDeviceAnswer => {
  return { status: 'registered', deviceNumber, stationId: StationId.parse('430102009001') }
}

export const signedIn = (me: Me) => async (): Promise<SignInAnswer> => ({ status: 'signed-in', me, serverTime: NOW })

/** A tablet that these agents have signed in on, before a server that answers as the test says. */
export async function aGate(known: readonly Me[], answers: Answers = {}) {
  const registry = new DeviceRegistry(`device-${randomUUID()}`)
  for (const me of known) {
    await beginVault(vaultDeps(me, registry), { me, deviceId: aDeviceId(), passphrase: PASSPHRASE })
  }
  const kept = new Map<string, string>()
  const memory = createOpenedMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
  const asked: (PostId | undefined)[] = []
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
  const nowMs = (): number => Date.parse(NOW)
  const edges = { nowMs, random, newId: () => uuidv7(nowMs(), random) }
  const passphrases = { stretch, cost: CHEAP }
  const log: Mock<(error: unknown) => void> = vi.fn()
  const forgetKey: Mock<() => void> = vi.fn()
  const finger = anAuthenticator({})
  const { authenticator } = finger
  const start = () => createGate({ clientFor, edges, registry, memory, passphrases, authenticator, forgetKey, log })
  const gate = start()
  await gate.begin()
  return { gate, start, registry, asked, log, memory, forgetKey, finger }
}
