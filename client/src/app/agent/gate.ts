import { shallowRef, type ShallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import type { ServerClient } from '../../api/serverClient'
import type { DeviceRegistry } from '../../db/deviceRegistry'
import { makePassphraseCheck, tryPassphrase } from '../../db/passphrase'
import type { Credentials } from '../../features/sign-in/signInState'
import type { Edges } from './edges'
import { exposedTo, wayBackFrom, type GateState, type WayBack } from './gateState'
import type { OpenedMemory } from './openedMemory'
import { registerDevice } from './registerDevice'
import { signInOnline } from './signInOnline'

export type Gate = {
  readonly state: Readonly<ShallowRef<GateState>>
  /** Looks anew who knows this tablet: at the start, and after the store has failed. */
  readonly begin: () => Promise<void>
  readonly signIn: (credentials: Credentials) => Promise<void>
  readonly choosePassphrase: (passphrase: string) => Promise<void>
  readonly unlock: (typed: { readonly postId: string; readonly passphrase: string }) => Promise<void>
  readonly askForSignIn: () => void
  /** From a sign-in that needs a network back to what was there; does nothing on a new tablet. */
  readonly goBack: () => void
  /** Puts the passphrase before what can be seen. What lies behind goes on saving and sending. */
  readonly lock: () => void
}

type GateDeps = {
  /** The server, asked in the name of a post; without one, in nobody's. */
  readonly clientFor: (postId?: PostId) => ServerClient
  readonly edges: Pick<Edges, 'nowMs' | 'random' | 'newId'>
  readonly registry: DeviceRegistry
  readonly memory: OpenedMemory
  readonly log: (error: unknown) => void
}

/** The tablet's door: sign-in online the first time, the local passphrase from then on, with or without network. */
export function createGate({ clientFor, edges, registry, memory, log }: GateDeps): Gate {
  const state = shallowRef<GateState>({ kind: 'opening' })

  /** Shows `meanwhile`, then what came of the work, or `failed` when it threw; nothing if the person has gone on. */
  async function pass(meanwhile: GateState, work: () => Promise<GateState>, failed: GateState): Promise<void> {
    state.value = meanwhile
    const next = await work().catch((error: unknown) => {
      log(error)
      return failed
    })
    if (state.value !== meanwhile) return
    if (next.kind === 'open') memory.keep(next.me.postId)
    state.value = next
  }

  const begin = async (first?: string): Promise<void> =>
    pass({ kind: 'opening' }, () => findWay(first), { kind: 'store-failed' })

  async function findWay(first?: string): Promise<GateState> {
    const agents = await registry.agents.toArray()
    const remembered = agents.find((agent) => agent.postId === memory.recall())
    if (remembered) return { kind: 'open', me: remembered.me, deviceId: remembered.deviceId }
    if (agents.length === 0) return { kind: 'sign-in', state: { kind: 'idle' }, before: undefined }
    const isFirst = ({ postId }: { readonly postId: string }): number => Number(postId === first)
    return { kind: 'unlock', agents: agents.toSorted((a, b) => isFirst(b) - isFirst(a)), state: { kind: 'idle' } }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    const now = state.value
    if (now.kind !== 'sign-in') return
    await pass({ ...now, state: { kind: 'pending' } }, () => askServer(credentials, now.before), {
      ...now,
      state: { kind: 'store-failed' },
    })
  }

  async function askServer(credentials: Credentials, before: WayBack): Promise<GateState> {
    const answer = await signInOnline(clientFor(), credentials)
    if (answer.kind !== 'signed-in') return { kind: 'sign-in', state: answer, before }
    const { me } = answer
    const { postId } = me
    const deviceId = await registerDevice({ client: clientFor(postId), postId, newId: edges.newId })
    if (!deviceId) return { kind: 'register-failed', before }
    return { kind: 'set-passphrase', me, deviceId, state: { kind: 'idle' }, before }
  }

  async function choosePassphrase(passphrase: string): Promise<void> {
    const now = state.value
    if (now.kind !== 'set-passphrase') return
    const { me, deviceId } = now
    const keep = async (): Promise<GateState> => {
      const check = await makePassphraseCheck(passphrase, edges.random)
      await registry.agents.put({ postId: me.postId, me, deviceId, passphrase: check, failures: 0, notBeforeMs: 0 })
      return { kind: 'open', me, deviceId }
    }
    await pass({ ...now, state: { kind: 'pending' } }, keep, { ...now, state: { kind: 'failed' } })
  }

  async function unlock({ postId, passphrase }: { postId: string; passphrase: string }): Promise<void> {
    const now = state.value
    if (now.kind !== 'unlock') return
    const tryIt = async (): Promise<GateState> => {
      const answer = await tryPassphrase(registry, { postId, passphrase, nowMs: edges.nowMs() })
      if (answer.kind === 'unlocked') return { kind: 'open', me: answer.agent.me, deviceId: answer.agent.deviceId }
      return { ...now, state: { kind: answer.kind, waitSeconds: Math.ceil(answer.waitMs / 1000) } }
    }
    await pass({ ...now, state: { kind: 'pending' } }, tryIt, { ...now, state: { kind: 'failed' } })
  }

  return {
    state,
    begin: () => begin(),
    signIn,
    choosePassphrase,
    unlock,
    askForSignIn: () => {
      state.value = { kind: 'sign-in', state: { kind: 'idle' }, before: wayBackFrom(state.value) }
    },
    goBack: () => {
      state.value = wayBackFrom(state.value) ?? state.value
    },
    lock: () => {
      const me = exposedTo(state.value)
      if (!me) return
      memory.forget()
      void begin(me.postId)
    },
  }
}
