/** Where the registration of a new tablet stands. Wrong, used and expired codes answer alike. */
export type RegisterCodeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'store-failed' }
