/** Where opening the tablet stands. */
export type UnlockState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'wrong'; readonly waitSeconds: number }
  | { readonly kind: 'wait'; readonly waitSeconds: number }

/** Fewer are guessed in an afternoon. */
export const SHORTEST_PASSPHRASE = 8
