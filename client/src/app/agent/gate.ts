import { shallowRef, type ShallowRef } from 'vue'
import { DeviceId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import type { AgentClient } from '../../api/agentClient'
import { localDatabaseName, type DeviceRegistry, type KnownAgent } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'
import { readMeta, writeMeta } from '../../db/meta'
import { makePassphraseCheck, tryPassphrase } from '../../db/passphrase'
import type { Credentials, SignInState } from '../../features/sign-in/signInState'
import type { UnlockState } from '../../features/unlock/unlockState'
import type { Edges } from './edges'
import { signInOnline } from './signInOnline'

/** What stands between a person and the tablet's work. */
export type GateState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'sign-in'; readonly state: SignInState }
  | { readonly kind: 'register-failed' }
  | { readonly kind: 'set-passphrase'; readonly me: Me; readonly deviceId: DeviceId; readonly isPending: boolean }
  | { readonly kind: 'unlock'; readonly agents: readonly KnownAgent[]; readonly state: UnlockState }
  | { readonly kind: 'open'; readonly me: Me; readonly deviceId: DeviceId; readonly db: LocalDatabase }

export type Gate = {
  readonly state: Readonly<ShallowRef<GateState>>
  readonly signIn: (credentials: Credentials) => Promise<void>
  readonly choosePassphrase: (passphrase: string) => Promise<void>
  readonly unlock: (typed: { readonly postId: string; readonly passphrase: string }) => Promise<void>
  readonly askForSignIn: () => void
}

type GateDeps = {
  readonly client: AgentClient
  readonly edges: Edges
  readonly registry: DeviceRegistry
  readonly memory: GateMemory
}

/** Remembers, for this tab only, that the tablet was opened: a reload does not ask again, a cold start does. */
export type GateMemory = { readonly recall: () => string | null; readonly keep: (postId: string) => void }

/** The tablet's door: sign-in online the first time, the local passphrase from then on, with or without network. */
export function createGate({ client, edges, registry, memory }: GateDeps): Gate {
  const state = shallowRef<GateState>({ kind: 'opening' })

  function open(agent: Pick<KnownAgent, 'me' | 'deviceId'>): void {
    memory.keep(agent.me.postId)
    state.value = {
      kind: 'open',
      me: agent.me,
      deviceId: agent.deviceId,
      db: new LocalDatabase(localDatabaseName(agent.me.postId)),
    }
  }

  async function begin(): Promise<void> {
    const agents = await registry.agents.toArray()
    const remembered = agents.find((agent) => agent.postId === memory.recall())
    if (remembered) open(remembered)
    else if (agents.length > 0) state.value = { kind: 'unlock', agents, state: { kind: 'idle' } }
    else state.value = { kind: 'sign-in', state: { kind: 'idle' } }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    state.value = { kind: 'sign-in', state: { kind: 'pending' } }
    const answer = await signInOnline(client, credentials)
    if (answer.kind !== 'signed-in') {
      state.value = { kind: 'sign-in', state: answer }
      return
    }
    const deviceId = await registerDevice(answer.me)
    state.value = deviceId
      ? { kind: 'set-passphrase', me: answer.me, deviceId, isPending: false }
      : { kind: 'register-failed' }
  }

  /** The device number is part of receipt numbers, so the tablet has one before anything is taken in. */
  async function registerDevice(me: Me): Promise<DeviceId | undefined> {
    const db = new LocalDatabase(localDatabaseName(me.postId))
    const known = await readMeta(db, 'device')
    if (known) return known.deviceId
    const deviceId = DeviceId.parse(edges.newId())
    const answer = await client.session.registerDevice.mutate({ deviceId }).catch(() => undefined)
    if (!answer) return undefined
    const { deviceNumber } = answer
    await writeMeta(db, 'device', { deviceId, deviceNumber, nextDeviceSeq: 1, nextReceiptCounter: 0 })
    return deviceId
  }

  async function choosePassphrase(passphrase: string): Promise<void> {
    const now = state.value
    if (now.kind !== 'set-passphrase') return
    state.value = { ...now, isPending: true }
    const { me, deviceId } = now
    const check = await makePassphraseCheck(passphrase, edges.random)
    await registry.agents.put({ postId: me.postId, me, deviceId, passphrase: check, failures: 0, notBeforeMs: 0 })
    open({ me, deviceId })
  }

  async function unlock({ postId, passphrase }: { postId: string; passphrase: string }): Promise<void> {
    const now = state.value
    if (now.kind !== 'unlock') return
    state.value = { ...now, state: { kind: 'pending' } }
    const answer = await tryPassphrase(registry, { postId, passphrase, nowMs: edges.nowMs() })
    if (answer.kind === 'unlocked') open(answer.agent)
    else state.value = { ...now, state: { kind: answer.kind, waitSeconds: Math.ceil(answer.waitMs / 1000) } }
  }

  void begin()
  return {
    state,
    signIn,
    choosePassphrase,
    unlock,
    askForSignIn: () => {
      state.value = { kind: 'sign-in', state: { kind: 'idle' } }
    },
  }
}
