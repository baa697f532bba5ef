import { inject, type InjectionKey } from 'vue'

/** What came of changing the passphrase. */
export type ChangeAnswer =
  | { readonly kind: 'changed' }
  | { readonly kind: 'wrong' | 'wait'; readonly waitSeconds: number }
  | { readonly kind: 'failed' }
  /** A newer app has taken the store over. */
  | { readonly kind: 'newer-store' }

export type ChangePassphrase = (typed: { readonly passphrase: string; readonly fresh: string }) => Promise<ChangeAnswer>

export const CHANGE_PASSPHRASE: InjectionKey<ChangePassphrase> = Symbol('change passphrase')

export function useChangePassphrase(): ChangePassphrase {
  const change = inject(CHANGE_PASSPHRASE)
  if (!change) throw new Error('nobody changes passphrases: app.provide(CHANGE_PASSPHRASE, …) is missing')
  return change
}
