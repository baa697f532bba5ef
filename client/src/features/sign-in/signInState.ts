/** Where a sign-in stands. A wrong name and a wrong password answer alike. */
export type SignInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }
  | { readonly kind: 'server-unreachable' }
  | { readonly kind: 'offline' }
  /** The server said yes, and the tablet's own store failed. */
  | { readonly kind: 'store-failed' }

export type Credentials = { readonly loginName: string; readonly password: string }
