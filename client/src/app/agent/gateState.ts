import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { Me } from '@onetrip/shared/wire/session'
import type { KnownAgent } from '../../db/deviceRegistry'
import type { RecoveryState } from '../../features/recovery/recoveryState'
import type { RegisterCodeState } from '../../features/sign-in/registerCodeState'
import type { SignInState } from '../../features/sign-in/signInState'
import type { SetPassphraseState, UnlockState } from '../../features/unlock/unlockState'
import type { OpenVault } from '../../vault/vaultKey'

export type Inside = {
  readonly kind: 'open'
  readonly me: Me
  readonly deviceId: DeviceId
  /** In memory only: a reload asks for the passphrase again. */
  readonly vault: OpenVault
}

export type Locked = {
  readonly kind: 'unlock'
  readonly agents: readonly KnownAgent[]
  /** Whose passphrase is asked for: one of the agents. */
  readonly chosen: string
  /** Whom a PIN lets back in: whose page is still open behind this lock. */
  readonly pinOf?: string | undefined
  /** Who of them waits for the office's help. */
  readonly recovering: readonly string[]
  /** Whom of them the tablet's authenticator lets in. */
  readonly byAuthenticator: readonly string[]
  readonly state: UnlockState
}

/** Where *Back* leads from a sign-in that was asked for and is not wanted after all; nowhere on a new tablet. */
export type WayBack = Inside | Locked | undefined

/** What stands between a person and the tablet's work. */
export type GateState =
  | { readonly kind: 'opening' }
  /** The browser's store would not tell who knows this tablet. */
  | { readonly kind: 'store-failed' }
  /** A newer app has taken the agent's store over: this page has nothing more to do with it. */
  | { readonly kind: 'newer-store' }
  | {
      readonly kind: 'sign-in'
      readonly state: SignInState
      readonly before: WayBack
      /** Whose passphrase was forgotten, where that is why. */
      readonly recovers?: string
    }
  | { readonly kind: 'register-failed'; readonly before: WayBack }
  /** Signed in, and the server does not know the tablet: its station must expect it. */
  | {
      readonly kind: 'register-code'
      readonly me: Me
      readonly state: RegisterCodeState
      readonly before: WayBack
      readonly recovers?: string
    }
  | {
      readonly kind: 'set-passphrase'
      readonly me: Me
      readonly deviceId: DeviceId
      readonly state: SetPassphraseState
      readonly before: WayBack
    }
  | {
      readonly kind: 'recovery'
      readonly me: Me
      readonly deviceId: DeviceId
      readonly state: RecoveryState
      readonly before: WayBack
    }
  | Locked
  | Inside

export function wayBackFrom(state: GateState): WayBack {
  switch (state.kind) {
    case 'open':
      return state
    case 'unlock':
      return { ...state, state: { kind: 'idle' } }
    case 'sign-in':
    case 'register-failed':
    case 'register-code':
    case 'set-passphrase':
    case 'recovery':
      return state.before
    case 'opening':
    case 'store-failed':
    case 'newer-store':
      return undefined
  }
}

/** Whose work can be seen now, or with one press on *Back*; undefined when a passphrase stands before it. */
export function exposedTo(state: GateState): Me | undefined {
  const back = wayBackFrom(state)
  return back?.kind === 'open' ? back.me : undefined
}
