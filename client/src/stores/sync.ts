import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { readMeta } from '../db/meta'
import type { EngineReport } from '../sync/runEngine'
import { useLive } from './live'
import { useOutboxStore } from './outbox'
import { useSyncControl } from './syncControl'
import { useTablet } from './tablet'

/** The state of the pill: what is safe and what is only on this tablet. */
export type SyncView =
  | { readonly kind: 'synced'; readonly at: ReturnType<typeof instantFromMs> }
  | { readonly kind: 'offline'; readonly cases: number; readonly scans: number }
  | { readonly kind: 'uploading'; readonly percent: number }
  | { readonly kind: 'attention'; readonly count: number }

/** Sync as a person sees it. Joins the election when first used. */
export const useSyncStore = defineStore('sync', () => {
  const { store } = useTablet()
  const outbox = useOutboxStore()
  const report = shallowRef<EngineReport>({ kind: 'working' })
  const control = useSyncControl((told) => {
    report.value = told
  })
  const lastSyncedAtMs = useLive(async () => (await readMeta(store.db, 'sync'))?.lastSyncedAtMs ?? null, null)

  // The most that was left since all was sent: what a percentage is of.
  const most = shallowRef(0)
  watch(
    () => outbox.bytesLeft,
    (left) => {
      most.value = left === 0 ? 0 : Math.max(most.value, left)
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
    const stuck = outbox.parked.length + outbox.blockedScans.length
    if (stuck > 0) return { kind: 'attention', count: stuck }
    const isFailing = 'isMoving' in report.value && !report.value.isMoving
    const isWaiting = outbox.waiting.length + outbox.waitingScans.length > 0
    if (isWaiting && !isFailing) return { kind: 'uploading', percent: percentDone(outbox.bytesLeft, most.value) }
    if (isWaiting || isFailing || lastSyncedAtMs.value === null)
      return { kind: 'offline', cases: outbox.waitingCaseCount, scans: outbox.waitingScans.length }
    return { kind: 'synced', at: instantFromMs(lastSyncedAtMs.value) }
  })
  const failure = computed(() => (report.value.kind === 'failing' ? report.value.failure.kind : undefined))
  const isSignedOut = computed(() => failure.value === 'signed-out')
  const isNotPermitted = computed(() => failure.value === 'not-permitted')
  const isTooOld = computed(
    () =>
      failure.value === 'not-understood' ||
      outbox.waiting.some((entry) => entry.state.kind === 'waiting' && entry.state.isUnsupported),
  )
  return { view, report, isSignedOut, isNotPermitted, isTooOld, syncNow: control.wake }
})

const percentDone = (left: number, most: number): number => (most === 0 ? 0 : Math.floor((100 * (most - left)) / most))
