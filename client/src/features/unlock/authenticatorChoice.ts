import { inject, type InjectionKey } from 'vue'

/** What came of letting the authenticator open the vault. `declined`: see `AuthenticatorFailure`. */
export type TurnOnAnswer =
  | { readonly kind: 'on' }
  | { readonly kind: 'wrong' | 'wait'; readonly waitSeconds: number }
  | { readonly kind: 'declined' | 'unsupported' | 'failed' | 'newer-store' }

/** The tablet's fingerprint, face, screen lock or security key beside the passphrase, for who is inside. */
export type AuthenticatorChoice = {
  /** `not-offered`: this browser cannot. */
  readonly read: () => Promise<'not-offered' | 'on' | 'off'>
  readonly turnOn: (passphrase: string) => Promise<TurnOnAnswer>
  readonly turnOff: () => Promise<'off' | 'failed' | 'newer-store'>
}

export const AUTHENTICATOR_CHOICE: InjectionKey<AuthenticatorChoice> = Symbol('authenticator choice')

export function useAuthenticatorChoice(): AuthenticatorChoice {
  const choice = inject(AUTHENTICATOR_CHOICE)
  if (!choice) throw new Error('nobody asks authenticators: app.provide(AUTHENTICATOR_CHOICE, …) is missing')
  return choice
}
