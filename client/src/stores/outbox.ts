import { defineStore } from 'pinia'
import { computed } from 'vue'
import { bytesAtServer, type OutboxEntry, type UploadEntry } from '../db/outboxEntry'
import { readOutbox, readUploads } from '../db/queries'
import { useLive } from './live'
import { useTablet } from './tablet'

/** What waits to be sent and what is stuck. A view of the tables: it holds no truth of its own. */
export const useOutboxStore = defineStore('outbox', () => {
  const { db } = useTablet().store
  const entries = useLive<readonly OutboxEntry[]>(() => readOutbox(db), [])
  const uploads = useLive<readonly UploadEntry[]>(() => readUploads(db), [])

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
  return { entries, uploads, waiting, parked, waitingScans, blockedScans, bytesLeft, waitingCaseCount }
})
