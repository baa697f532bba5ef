import { instantToMs, type Instant } from '@onetrip/shared/lib/time'
import { CATALOGUE_FEED } from '@onetrip/shared/lib/ids'
import type { SpaceMeta, SyncMeta } from '../db/meta'
import type { StoragePromise } from './keptStorage'
import { isFullSinceProof, RESERVE_BYTES } from './proveSpace'
import type { ServerTimeSeen } from './tablet'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** So far the tablet's clock may be from the server's. */
export const MAX_CLOCK_ERROR_MS = 2 * MINUTE_MS

/** Everything that the check looks at, as it is at one moment. */
export type ReadinessFacts = {
  readonly nowMs: number
  readonly monotonicMs: number
  readonly isInstalled: boolean
  readonly storage: StoragePromise
  readonly space: SpaceMeta
  readonly serverTimeSeen: ServerTimeSeen | undefined
  readonly sync: SyncMeta
  readonly hasSigningKey: boolean
  /** Parked operations, blocked scans, and lost steps that the server did not take. */
  readonly stuck: number
}

/** What one line says. A line that is met says so with its facts, one that is not says what is missing. */
export type Finding =
  | { readonly check: 'installed'; readonly is: 'met' | 'missing' }
  | { readonly check: 'kept'; readonly is: 'met' | 'asking' | 'missing' }
  | { readonly check: 'space'; readonly is: 'met'; readonly atMs: number; readonly bytes: number }
  | { readonly check: 'space'; readonly is: 'old'; readonly atMs: number; readonly bytes: number }
  | { readonly check: 'space'; readonly is: 'never' | 'full' }
  | { readonly check: 'clock'; readonly is: 'met' | 'unknown' }
  | { readonly check: 'clock'; readonly is: 'fast' | 'slow'; readonly minutes: number }
  | { readonly check: 'catalogue'; readonly is: 'met' | 'old'; readonly atMs: number }
  | { readonly check: 'catalogue'; readonly is: 'never' }
  | { readonly check: 'envelope-key'; readonly is: 'met' | 'missing' }
  | { readonly check: 'device-key'; readonly is: 'met' | 'missing' }
  | { readonly check: 'stuck'; readonly is: 'met' }
  | { readonly check: 'stuck'; readonly is: 'some'; readonly count: number }

export type Check = Finding['check']

/** Every line of the check before a tablet leaves for the field, in the order in which they are mended. */
export function checkReadiness(facts: ReadinessFacts): Finding[] {
  const { isInstalled, storage, sync, hasSigningKey, stuck } = facts
  return [
    { check: 'installed', is: isInstalled ? 'met' : 'missing' },
    { check: 'kept', is: KEPT[storage] },
    checkSpace(facts),
    checkClock(facts),
    checkCatalogue(facts),
    { check: 'envelope-key', is: (sync.envelopeKeys ?? []).length > 0 ? 'met' : 'missing' },
    { check: 'device-key', is: hasSigningKey ? 'met' : 'missing' },
    stuck === 0 ? { check: 'stuck', is: 'met' } : { check: 'stuck', is: 'some', count: stuck },
  ]
}

export const isMet = ({ is }: Finding): boolean => is === 'met'

const KEPT = { given: 'met', 'not-given': 'missing', asking: 'asking' } as const

function checkSpace({ space, nowMs }: ReadinessFacts): Finding {
  const { proven } = space
  if (isFullSinceProof(space)) return { check: 'space', is: 'full' }
  if (!proven || proven.bytes < RESERVE_BYTES) return { check: 'space', is: 'never' }
  return { check: 'space', is: isOfToday(proven.atMs, nowMs) ? 'met' : 'old', ...proven }
}

function checkClock(facts: ReadinessFacts): Finding {
  const aheadMs = findClockErrorMs(facts)
  if (aheadMs === undefined) return { check: 'clock', is: 'unknown' }
  if (Math.abs(aheadMs) <= MAX_CLOCK_ERROR_MS) return { check: 'clock', is: 'met' }
  return { check: 'clock', is: aheadMs > 0 ? 'fast' : 'slow', minutes: Math.round(Math.abs(aheadMs) / MINUTE_MS) }
}

/**
 * How far this clock is ahead of the server's. This page's own clock has counted since the server's last word; an older
 * word tells how it stood then, and that no time can lie before it.
 */
function findClockErrorMs({ nowMs, monotonicMs, serverTimeSeen, sync }: ReadinessFacts): number | undefined {
  if (serverTimeSeen) {
    const serverNowMs = instantToMs(serverTimeSeen.serverTime) + monotonicMs - serverTimeSeen.atMonotonicMs
    return nowMs - serverNowMs
  }
  const { lastServerTime, lastSyncedAtMs } = sync
  if (lastServerTime === null || lastSyncedAtMs === null) return undefined
  const behindMs = nowMs - instantToMs(lastServerTime)
  return behindMs < -MAX_CLOCK_ERROR_MS ? behindMs : aheadThen(lastServerTime, lastSyncedAtMs)
}

const aheadThen = (lastServerTime: Instant, lastSyncedAtMs: number): number =>
  lastSyncedAtMs - instantToMs(lastServerTime)

function checkCatalogue({ sync, nowMs }: ReadinessFacts): Finding {
  const { lastSyncedAtMs, cursors } = sync
  if (lastSyncedAtMs === null || cursors[CATALOGUE_FEED] === undefined) return { check: 'catalogue', is: 'never' }
  return { check: 'catalogue', is: isOfToday(lastSyncedAtMs, nowMs) ? 'met' : 'old', atMs: lastSyncedAtMs }
}

/** Within the last day. A time that lies ahead was noted by another clock, and says nothing. */
const isOfToday = (atMs: number, nowMs: number): boolean => nowMs - atMs <= DAY_MS && atMs - nowMs <= MAX_CLOCK_ERROR_MS
