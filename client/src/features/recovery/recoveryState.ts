import type { Instant } from '@onetrip/shared/lib/time'

/** Where the way back to a forgotten passphrase stands, as its agent sees it. */
export type RecoveryState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  /** `isUnheard`: when the office was last asked, nobody answered. */
  | { readonly kind: 'waiting'; readonly expiresAt: Instant | undefined; readonly isUnheard: boolean }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'ended' }
  | { readonly kind: 'impossible' }
  /** The day's requests are used up; by the tablet's own clock. */
  | { readonly kind: 'too-often'; readonly againAt: Instant }
  /** The answer was not for this tablet's vault; nothing was changed. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'failed' }
  /** The office has opened the way: a new passphrase is chosen. */
  | { readonly kind: 'allowed'; readonly step: 'idle' | 'pending' | 'failed' }
