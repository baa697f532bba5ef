import { groupBy } from '@onetrip/shared/lib/groupBy'
import type { QueuedOperation, UploadEntry, UploadState } from '../db/outboxEntry'
import { dueAtMs } from './due'

export type WaitingUpload = UploadEntry & { readonly state: Extract<UploadState, { kind: 'waiting' }> }

/** A scan, and from when on it may go, never before the time that was asked at. */
export type NextUpload = { readonly atMs: number; readonly upload: WaitingUpload }

/**
 * The scan to send next: of the case with the fewest bytes left, so that whole cases arrive early; what failed before
 * goes after what did not. A scan whose operation has not been applied yet is not awaited by the server and stays:
 * words before pictures. Undefined where nothing ever goes by itself.
 */
export function nextUpload(
  uploads: readonly UploadEntry[],
  queue: readonly QueuedOperation[],
  nowMs: number,
): NextUpload | undefined {
  const notApplied = new Set(queue.map(({ opId }) => opId))
  const awaited = uploads.filter(isWaiting).filter(({ opId }) => !notApplied.has(opId))
  const dueMs = ({ state }: WaitingUpload): number => dueAtMs(state.notBeforeMs, nowMs)
  const atMs = Math.min(...awaited.map(dueMs))
  const due = awaited.filter((upload) => dueMs(upload) <= atMs)
  const attempts = Math.min(...due.map(({ state }) => state.attempts))
  const upload = smallestOf(due.filter(({ state }) => state.attempts === attempts))
  return upload && { atMs, upload }
}

function smallestOf(uploads: readonly WaitingUpload[]): WaitingUpload | undefined {
  const byCase = groupBy(uploads, ({ caseId }) => caseId)
  const [ofCase] = [...byCase.values()].toSorted(
    (a, b) => bytesLeft(a) - bytesLeft(b) || compareText(a[0]?.caseId, b[0]?.caseId),
  )
  return ofCase?.toSorted((a, b) => bytesLeft([a]) - bytesLeft([b]) || compareText(a.scanId, b.scanId))[0]
}

const isWaiting = (upload: UploadEntry): upload is WaitingUpload => upload.state.kind === 'waiting'

const bytesLeft = (uploads: readonly WaitingUpload[]): number =>
  uploads.reduce((total, upload) => total + upload.sizeBytes - (upload.state.offset ?? 0), 0)

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
