import type { Instant } from '@onetrip/shared/lib/time'

/** What the pill says. `percent` 0–100. Whoever makes it answers for its truth; the pill only shows it. */
export type SyncState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'synced'; readonly at: Instant }
  | { readonly kind: 'offline'; readonly cases: number; readonly scans: number }
  /** Nothing of it has moved yet. */
  | { readonly kind: 'waiting'; readonly cases: number; readonly scans: number }
  | { readonly kind: 'uploading'; readonly percent: number }
  | { readonly kind: 'attention'; readonly count: number }
  /** There is a line, and still nothing goes until somebody does something about `why`. */
  | { readonly kind: 'held'; readonly why: HeldBecause; readonly cases: number }

export type HeldBecause = 'store-failed' | 'too-old' | 'signed-out' | 'not-permitted' | 'other-tab'
