import type { DeviceStanding } from '@onetrip/shared/wire/device'

/** What a tablet does next, by the server's last word about it. */
export type RevokedStep =
  | { readonly kind: 'go-on' }
  /** Hand in what can still go; take in nothing new. */
  | { readonly kind: 'hand-in'; readonly left: number }
  /** Nothing is left that could go: destroy keys and data. */
  | { readonly kind: 'wipe' }

/**
 * What was handed in reaches the server before anything is destroyed. What waits for a person's word never goes by
 * itself, so it keeps nothing alive: whoever calls a tablet back is told that it is lost. [SYNC-R18]
 */
export function nextWhenRevoked(standing: DeviceStanding | undefined, movableCount: number): RevokedStep {
  if (standing === undefined) return { kind: 'go-on' }
  return movableCount > 0 ? { kind: 'hand-in', left: movableCount } : { kind: 'wipe' }
}
