/** How far the sealing of what lay open before has come. */
type Sealing = { readonly done: number; readonly total: number }

/**
 * Why the authenticator did not open the tablet. `declined`: cancelled, too late, or not known to it; a browser does not
 * tell which. `foreign`: what it gave opens nothing here.
 */
export type AuthenticatorFailure = 'declined' | 'unsupported' | 'foreign' | 'off' | 'failed'

/** Where opening the tablet stands. `failed`: it would not say whether the passphrase is right. */
export type UnlockState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending'; readonly sealing?: Sealing }
  | { readonly kind: 'wrong'; readonly waitSeconds: number }
  | { readonly kind: 'wait'; readonly waitSeconds: number }
  | { readonly kind: 'wrong-pin'; readonly triesLeft: number }
  /** Too many wrong ones: only the passphrase opens now. */
  | { readonly kind: 'pin-forgotten' }
  /** The tablet asks for a finger, or whatever it knows its people by. */
  | { readonly kind: 'at-authenticator' }
  | { readonly kind: 'authenticator-failed'; readonly why: AuthenticatorFailure }
  /** The tablet has lost what the passphrase opens: a sign-in begins anew. */
  | { readonly kind: 'no-vault' }
  | { readonly kind: 'failed' }

/** Where choosing a passphrase stands. `failed`: the tablet's store would not keep it. */
export type SetPassphraseState =
  { readonly kind: 'idle' | 'failed' } | { readonly kind: 'pending'; readonly sealing?: Sealing }

/** Fewer are guessed in a night by whoever has the tablet's disk. */
export const SHORTEST_PASSPHRASE = 12
const FEWEST_DIFFERENT = 5

/** What is wrong with a passphrase, by the same letters that count when it is typed. */
export function findPassphraseFault(passphrase: string): 'tooShort' | 'tooSimple' | undefined {
  const letters = Array.from(passphrase.normalize('NFKC'))
  if (letters.length < SHORTEST_PASSPHRASE) return 'tooShort'
  return new Set(letters).size < FEWEST_DIFFERENT ? 'tooSimple' : undefined
}
