import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { assertNever } from '@onetrip/shared/lib/result'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { readMeta } from '../db/meta'
import type { LostStep } from '../db/lostSteps'
import type { OutboxEntry, UploadEntry } from '../db/outboxEntry'
import type { EngineReport } from '../sync/runEngine'
import { useLive } from './live'
import { useOutboxStore } from './outbox'
import { useSyncControl } from './syncControl'
import { useTablet } from './tablet'

/** The state of the pill: what is safe and what is only on this tablet. */
export type SyncView =
  /** Nobody knows yet what is only here: the tablet's own tables have not been read. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'synced'; readonly at: ReturnType<typeof instantFromMs> }
  | { readonly kind: 'offline'; readonly cases: number; readonly scans: number }
  /** There is something to send, and nothing of it has moved yet. */
  | { readonly kind: 'waiting'; readonly cases: number; readonly scans: number }
  | { readonly kind: 'uploading'; readonly percent: number }
  | { readonly kind: 'attention'; readonly count: number }
  | { readonly kind: 'held'; readonly why: HeldBecause; readonly cases: number }

/** What waiting does not mend. */
type HeldBecause = 'store-failed' | 'too-old' | 'signed-out' | 'not-permitted' | 'other-tab'

/** Sync as a person sees it. Joins the election when first used. */
export const useSyncStore = defineStore('sync', () => {
  const { store } = useTablet()
  const outbox = useOutboxStore()
  const report = shallowRef<EngineReport>({ kind: 'working' })
  // Whether bytes have left since the engine last stood still: before that nobody knows that there is a line.
  const isMoving = shallowRef(false)
  const control = useSyncControl((told) => {
    report.value = told
    if (told.kind === 'resting' || told.kind === 'other-tab-silent' || ('isMoving' in told && !told.isMoving))
      isMoving.value = false
  })
  const lastSyncedAtMs = useLive<number | null | undefined>(
    async () => (await readMeta(store.db, 'sync'))?.lastSyncedAtMs ?? null,
    undefined,
  )

  // The most that was left since all was sent: what a percentage is of.
  const most = shallowRef(0)
  watch(
    () => outbox.bytesLeft,
    (left, before = 0) => {
      most.value = left === 0 ? 0 : Math.max(most.value, left)
      isMoving.value = left > 0 && (isMoving.value || left < before)
    },
    { immediate: true },
  )

  // Something new to send need not wait for the timer.
  watch(
    () => outbox.waiting.length + outbox.waitingScans.length,
    (count, before) => {
      if (count > before) control.wake()
    },
  )

  const view = computed((): SyncView => {
    const cases = outbox.waitingCaseCount
    if (report.value.kind === 'newer-store') return { kind: 'held', why: 'too-old', cases }
    const isFailing = 'isMoving' in report.value && !report.value.isMoving
    if (isFailing && report.value.kind === 'store-failed') return { kind: 'held', why: 'store-failed', cases }
    if (!outbox.isRead || lastSyncedAtMs.value === undefined) return { kind: 'reading' }
    const stuck = outbox.parked.length + outbox.blockedScans.length + outbox.lostNotTaken.length
    if (stuck > 0) return { kind: 'attention', count: stuck }
    const why = isFailing || report.value.kind === 'other-tab-silent' ? heldBecause(report.value) : undefined
    if (why) return { kind: 'held', why, cases }
    const scans = outbox.waitingScans.length
    if (isFailing) return { kind: 'offline', cases, scans }
    if (canMove(outbox) && isMoving.value && report.value.kind !== 'resting')
      return { kind: 'uploading', percent: percentDone(outbox.bytesLeft, most.value) }
    if (canMove(outbox)) return { kind: 'waiting', cases, scans }
    if (cases > 0) return { kind: 'held', why: 'too-old', cases }
    if (lastSyncedAtMs.value === null) return { kind: 'offline', cases: 0, scans: 0 }
    return { kind: 'synced', at: instantFromMs(lastSyncedAtMs.value) }
  })
  const failure = computed(() => (report.value.kind === 'failing' ? report.value.failure.kind : undefined))
  const isSignedOut = computed(() => failure.value === 'signed-out')
  const isNotPermitted = computed(() => failure.value === 'not-permitted')
  const isTooOld = computed(() => failure.value === 'not-understood' || outbox.waiting.some(isUnsupported))
  const hasNewerStore = computed(() => report.value.kind === 'newer-store')
  return { view, report, isSignedOut, isNotPermitted, isTooOld, hasNewerStore, syncNow: control.wake }
})

/** Undefined: it goes again by itself. */
function heldBecause(report: EngineReport): HeldBecause | undefined {
  if (report.kind === 'other-tab-silent') return 'other-tab'
  if (report.kind !== 'failing') return undefined
  switch (report.failure.kind) {
    case 'signed-out':
    case 'not-permitted':
      return report.failure.kind
    case 'too-large':
      return 'not-permitted'
    case 'not-understood':
      return 'too-old'
    case 'unreachable':
    case 'server-failed':
    case 'busy':
      return undefined
    default:
      return assertNever(report.failure)
  }
}

type Waiting = {
  readonly waiting: readonly OutboxEntry[]
  readonly waitingScans: readonly UploadEntry[]
  readonly waitingLost: readonly LostStep[]
}

/** Whether anything waits that this server and this app agree on; the scans of words that they do not must wait, too. */
function canMove({ waiting, waitingScans, waitingLost }: Waiting): boolean {
  const held = new Set(waiting.filter(isUnsupported).map(({ opId }) => opId))
  return waiting.length > held.size || waitingLost.length > 0 || waitingScans.some(({ opId }) => !held.has(opId))
}

const isUnsupported = ({ state }: OutboxEntry): boolean => state.kind === 'waiting' && state.isUnsupported

const percentDone = (left: number, most: number): number => (most === 0 ? 0 : Math.floor((100 * (most - left)) / most))
