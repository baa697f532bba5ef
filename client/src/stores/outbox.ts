import { defineStore } from 'pinia'
import { computed } from 'vue'
import { bytesAtServer, type OutboxEntry, type UploadEntry } from '../db/outboxEntry'
import { readOutbox, readUploads } from '../db/queries'
import { useLive } from './live'
import { useTablet } from './tablet'

/** What waits to be sent and what is stuck. A view of the tables: it holds no truth of its own. */
export const useOutboxStore = defineStore('outbox', () => {
  const { db } = useTablet().store
  const readEntries = useLive<readonly OutboxEntry[] | undefined>(() => readOutbox(db), undefined)
  const readUploadEntries = useLive<readonly UploadEntry[] | undefined>(() => readUploads(db), undefined)
  /** Before that nothing waits as far as anybody knows, and nobody may say so. */
  const isRead = computed(() => readEntries.value !== undefined && readUploadEntries.value !== undefined)
  const entries = computed(() => readEntries.value ?? [])
  const uploads = computed(() => readUploadEntries.value ?? [])

  const waiting = computed(() => entries.value.filter((entry) => entry.state.kind === 'waiting'))
  const parked = computed(() => entries.value.filter((entry) => entry.state.kind === 'parked'))
  const waitingScans = computed(() => uploads.value.filter((upload) => upload.state.kind === 'waiting'))
  const blockedScans = computed(() => uploads.value.filter((upload) => upload.state.kind === 'blocked'))
  /** Bytes that only this tablet has. */
  const bytesLeft = computed(
    () =>
      waiting.value.reduce((total, entry) => total + entry.body.length, 0) +
      waitingScans.value.reduce((total, { sizeBytes, state }) => total + sizeBytes - bytesAtServer(state), 0),
  )
  const waitingCaseCount = computed(
    () => new Set([...waiting.value, ...waitingScans.value].map((one) => one.caseId)).size,
  )
  return { isRead, entries, uploads, waiting, parked, waitingScans, blockedScans, bytesLeft, waitingCaseCount }
})
