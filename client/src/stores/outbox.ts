import { defineStore } from 'pinia'
import { computed } from 'vue'
import { readOpenLostSteps, type LostStep } from '../db/lostSteps'
import { bytesAtServer, type OutboxEntry, type UploadEntry } from '../db/outboxEntry'
import { createOutboxReader } from '../db/outboxReader'
import { readUploads } from '../db/queries'
import { useLive } from './live'
import { useTablet } from './tablet'

/** What waits to be sent and what is stuck. A view of the tables: it holds no truth of its own. */
export const useOutboxStore = defineStore('outbox', () => {
  const { store } = useTablet()
  const readEntries = useLive<readonly OutboxEntry[] | undefined>(createOutboxReader(store), undefined)
  const readUploadEntries = useLive<readonly UploadEntry[] | undefined>(() => readUploads(store.db), undefined)
  const readLost = useLive<readonly LostStep[] | undefined>(() => readOpenLostSteps(store.db), undefined)
  /** Before that nothing waits as far as anybody knows, and nobody may say so. */
  const isRead = computed(() => [readEntries, readUploadEntries, readLost].every(({ value }) => value !== undefined))
  const entries = computed(() => readEntries.value ?? [])
  const uploads = computed(() => readUploadEntries.value ?? [])

  const waiting = computed(() => entries.value.filter((entry) => entry.state.kind === 'waiting'))
  const parked = computed(() => entries.value.filter((entry) => entry.state.kind === 'parked'))
  const waitingScans = computed(() => uploads.value.filter((upload) => upload.state.kind === 'waiting'))
  const blockedScans = computed(() => uploads.value.filter((upload) => upload.state.kind === 'blocked'))
  /** What lies in a second copy only: it goes from there, or the server would not have it. */
  const waitingLost = computed(() => (readLost.value ?? []).filter(({ state }) => state.kind === 'waiting'))
  const lostNotTaken = computed(() => (readLost.value ?? []).filter(({ state }) => state.kind === 'not-taken'))
  const scanBytesLeft = computed(() =>
    waitingScans.value.reduce(
      (total, { sizeBytes, state }) => total + Math.max(0, sizeBytes - bytesAtServer(state)),
      0,
    ),
  )
  /** Bytes that only this tablet has. */
  const bytesLeft = computed(
    () => waiting.value.reduce((total, entry) => total + entry.sizeBytes, 0) + scanBytesLeft.value,
  )
  const waitingCaseCount = computed(
    () => new Set([...waiting.value, ...waitingScans.value, ...waitingLost.value].map((one) => one.caseId)).size,
  )
  return {
    isRead,
    entries,
    uploads,
    waiting,
    parked,
    waitingScans,
    blockedScans,
    waitingLost,
    lostNotTaken,
    scanBytesLeft,
    bytesLeft,
    waitingCaseCount,
  }
})
