import { shallowRef, type ShallowRef } from 'vue'
import type { PostId } from '@onetrip/shared/lib/ids'
import type { RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { Credentials } from '../../features/sign-in/signInState'
import type { ChangeAnswer } from '../../features/unlock/changePassphrase'
import type { AuthenticatorChoice } from '../../features/unlock/authenticatorChoice'
import { endRequest } from '../../vault/recovery'
import { createAuthenticatorAtGate } from './authenticatorAtGate'
import { findWay } from './findWay'
import type { AtGate, GateDeps } from './gateDeps'
import { exposedTo, wayBackFrom, type GateState } from './gateState'
import { createPass } from './passGate'
import { createPassphrases, vaultDepsOf } from './passphraseAtGate'
import { createPins } from './pinAtGate'
import { createPinLock } from './pinLock'
import { createRecoveryDesk, officeOf, type RecoveryDesk } from './recoveryDesk'
import { createSignIn } from './signInAtGate'
import { withStore } from './withStore'

export type Gate = {
  readonly state: Readonly<ShallowRef<GateState>>
  /** Looks anew who knows this tablet: at the start, and after the store has failed. */
  readonly begin: () => Promise<void>
  readonly signIn: (credentials: Credentials) => Promise<void>
  /** The code that the tablet's station was given for it. */
  readonly enterCode: (code: RegistrationCode) => Promise<void>
  readonly choosePassphrase: (passphrase: string) => Promise<void>
  /** At the lock: whose passphrase is asked for. */
  readonly choose: (postId: string) => void
  readonly unlock: (typed: { readonly postId: string; readonly passphrase: string }) => Promise<void>
  /** The short way back into a page that is still open. */
  readonly unlockByPin: (pin: string) => void
  /** For who is inside; in memory only. `undefined` takes it away. */
  readonly choosePin: (pin: string | undefined) => void
  /** By the tablet's authenticator, for who is chosen. */
  readonly unlockByAuthenticator: () => Promise<void>
  /** For who is inside: whether it opens their vault, beside the passphrase. */
  readonly authenticator: AuthenticatorChoice
  /** For who is inside: another passphrase in the place of the one that they know. */
  readonly changePassphrase: (typed: { readonly passphrase: string; readonly fresh: string }) => Promise<ChangeAnswer>
  readonly askForSignIn: () => void
  /** A sign-in at the server, and from there the office's help; or back to a request that waits. */
  readonly recover: (postId: string) => Promise<void>
  readonly recovery: RecoveryDesk
  /** From a sign-in that needs a network back to what was there; does nothing on a new tablet. */
  readonly goBack: () => void
  /** Puts the passphrase before what can be seen. What lies behind goes on saving and sending. */
  readonly lock: () => void
}

/** The tablet's door: sign-in online the first time, the local passphrase from then on, with or without network. */
export function createGate(deps: GateDeps): Gate {
  const { clientFor, registry, memory, authenticator, log } = deps
  const state = shallowRef<GateState>({ kind: 'opening' })
  const pins = createPinLock()
  const wayOf = (chosen?: string): Promise<GateState> =>
    findWay({ registry, memory, authenticator, pinOf: pins.owner }, chosen)
  const atGate: AtGate = { ...deps, state, pass: createPass({ state, memory, log }), findWay: wayOf }

  const begin = (chosen = memory.recall()): Promise<void> =>
    atGate.pass({ kind: 'opening' }, () => wayOf(chosen), { kind: 'store-failed' })

  const recovery = createRecoveryDesk({
    ...atGate,
    withStore,
    vaultDeps: (db) => vaultDepsOf(deps, db),
    onOpen: ({ me }) => memory.keep(me.postId),
  })
  const endRecovery = (postId: PostId): Promise<void> =>
    withStore(postId, (db) => endRequest({ db, office: officeOf(clientFor(postId)) })).catch(log)

  return {
    state,
    begin: () => begin(),
    ...createSignIn(atGate),
    ...createPassphrases({ ...atGate, endRecovery }),
    ...createAuthenticatorAtGate({ ...atGate, endRecovery }),
    ...createPins({ ...atGate, pins }),
    choose: (postId) => {
      const now = state.value
      if (now.kind !== 'unlock' || now.chosen === postId) return
      memory.keep(postId)
      state.value = { ...now, chosen: postId, state: { kind: 'idle' } }
    },
    askForSignIn: () => {
      // From a way back that the server no longer lets through, on to the same.
      const recovers = state.value.kind === 'recovery' ? { recovers: state.value.me.postId } : {}
      state.value = { kind: 'sign-in', state: { kind: 'idle' }, before: wayBackFrom(state.value), ...recovers }
    },
    recover: async (postId) => {
      const now = state.value
      if (now.kind !== 'unlock') return
      const before = wayBackFrom(now)
      const agent = now.recovering.includes(postId) && now.agents.find((one) => one.postId === postId)
      if (!agent) {
        state.value = { kind: 'sign-in', state: { kind: 'idle' }, before, recovers: postId }
        return
      }
      const { me, deviceId } = agent
      state.value = { kind: 'recovery', me, deviceId, before, state: { kind: 'pending' } }
      await recovery.look()
    },
    recovery,
    goBack: () => {
      const { value: now } = state
      // What was asked meanwhile shows at the lock.
      if (now.kind === 'recovery' && now.before?.kind === 'unlock') void begin(now.me.postId)
      else state.value = wayBackFrom(now) ?? now
    },
    lock: () => {
      const me = exposedTo(state.value)
      if (me) void begin(me.postId)
    },
  }
}
