import { groupBy } from '@onetrip/shared/lib/groupBy'
import { bytesAtServer, type QueuedOperation, type UploadEntry, type UploadState } from '../db/outboxEntry'
import { dueAtMs } from './due'

export type WaitingUpload = UploadEntry & { readonly state: Extract<UploadState, { kind: 'waiting' }> }

export const scanKeyOf = ({ caseId, scanId }: Pick<UploadEntry, 'caseId' | 'scanId'>): string => `${caseId} ${scanId}`

/** Cases whose scans may go, the next scan of each first, and from when on, never before the time that was asked at. */
export type NextUploads = { readonly atMs: number; readonly cases: readonly (readonly WaitingUpload[])[] }

/**
 * The scans to send next, by case: that with the fewest bytes left first, so that whole cases arrive early; what failed
 * before goes after what did not. A scan whose operation has not been applied yet is not awaited by the server and
 * stays: words before pictures. Undefined where nothing ever goes by itself.
 */
export function nextUploads(
  uploads: readonly UploadEntry[],
  queue: readonly QueuedOperation[],
  nowMs: number,
): NextUploads | undefined {
  const notApplied = new Set(queue.map(({ opId }) => opId))
  const awaited = uploads.filter(isWaiting).filter(({ opId }) => !notApplied.has(opId))
  const dueMs = ({ state }: WaitingUpload): number => dueAtMs(state.notBeforeMs, nowMs)
  const atMs = Math.min(...awaited.map(dueMs))
  const due = awaited.filter((upload) => dueMs(upload) <= atMs)
  const failures = Math.min(...due.map(failuresOf))
  const cases = byCaseInOrder(due.filter((upload) => failuresOf(upload) === failures))
  return cases.length > 0 ? { atMs, cases } : undefined
}

function byCaseInOrder(uploads: readonly WaitingUpload[]): WaitingUpload[][] {
  const byCase = groupBy(uploads, ({ caseId }) => caseId)
  return [...byCase.values()]
    .toSorted((a, b) => bytesLeft(a) - bytesLeft(b) || compareText(a[0]?.caseId, b[0]?.caseId))
    .map((ofCase) => ofCase.toSorted((a, b) => bytesLeft([a]) - bytesLeft([b]) || compareText(a.scanId, b.scanId)))
}

/** Whether only the server knows how much of it arrived. */
export const mustAsk = ({ state }: WaitingUpload): boolean =>
  state.offset === undefined && (state.lastOffset !== undefined || state.attempts > 0)

/** Of a scan that was begun, the first piece that came to nothing says more of the line than of the scan. */
const failuresOf = ({ state: { offset, lastOffset, attempts } }: WaitingUpload): number =>
  (offset ?? lastOffset) === undefined ? attempts : Math.max(0, attempts - 1)

const isWaiting = (upload: UploadEntry): upload is WaitingUpload => upload.state.kind === 'waiting'

const bytesLeft = (uploads: readonly WaitingUpload[]): number =>
  uploads.reduce((total, upload) => total + upload.sizeBytes - bytesAtServer(upload.state), 0)

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
