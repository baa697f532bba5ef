/** Where opening the tablet stands. `failed`: its store would not say whether the passphrase is right. */
export type UnlockState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'wrong'; readonly waitSeconds: number }
  | { readonly kind: 'wait'; readonly waitSeconds: number }
  | { readonly kind: 'failed' }

/** Where choosing a passphrase stands. `failed`: the tablet's store would not keep it. */
export type SetPassphraseState = { readonly kind: 'idle' | 'pending' | 'failed' }

/** Fewer are guessed in an afternoon. */
export const SHORTEST_PASSPHRASE = 8
