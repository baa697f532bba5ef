import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { OutboxEntry, UploadEntry } from '../db/outboxEntry'
import { isDue } from './backoff'

type Waiting = UploadEntry & { readonly state: Extract<UploadEntry['state'], { kind: 'waiting' }> }

/**
 * The scan to send next: of the case with the fewest bytes left, so that whole cases arrive early. A scan
 * whose operation has not been applied yet is not awaited by the server and stays: words before pictures.
 */
export function nextUpload(
  uploads: readonly UploadEntry[],
  outbox: readonly OutboxEntry[],
  nowMs: number,
): Waiting | undefined {
  const notApplied = new Set(outbox.map((entry) => entry.opId))
  const ready = uploads
    .filter(isWaiting)
    .filter((upload) => !notApplied.has(upload.opId) && isDue(upload.state.notBeforeMs, nowMs))
  const byCase = groupBy(ready, (upload) => upload.caseId)
  const [smallest] = [...byCase.values()].toSorted(
    (a, b) => bytesLeft(a) - bytesLeft(b) || compareText(a[0]?.caseId, b[0]?.caseId),
  )
  return smallest?.toSorted((a, b) => bytesLeft([a]) - bytesLeft([b]) || compareText(a.scanId, b.scanId))[0]
}

/** When an upload that only waits for time becomes ready; undefined when none does. */
export function nextUploadMs(uploads: readonly UploadEntry[], outbox: readonly OutboxEntry[]): number | undefined {
  const notApplied = new Set(outbox.map((entry) => entry.opId))
  const times = uploads
    .filter(isWaiting)
    .filter((upload) => !notApplied.has(upload.opId))
    .map((upload) => upload.state.notBeforeMs)
  return times.length > 0 ? Math.min(...times) : undefined
}

const isWaiting = (upload: UploadEntry): upload is Waiting => upload.state.kind === 'waiting'

const bytesLeft = (uploads: readonly Waiting[]): number =>
  uploads.reduce((total, upload) => total + upload.sizeBytes - (upload.state.offset ?? 0), 0)

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
