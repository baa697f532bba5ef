import type { CaseId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Cursors, PulledChange } from '@onetrip/shared/wire/pull'
import type { OutboxState, QueuedOperation, UploadEntry, UploadState } from './outboxEntry'

/**
 * What the engine keeps. Each call is one transaction: it happens whole or not at all, and when it
 * resolves it is on the disk. Any call may throw (disk full, store gone); the engine then changes nothing.
 */
export type SyncStorage = {
  /** Operations that have not ended, in the order they were made. */
  readonly readOutbox: () => Promise<readonly QueuedOperation[]>
  /** The bodies of operations, by `seq`. */
  readonly readBodies: (seqs: readonly number[]) => Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>>
  readonly setOutboxStates: (changes: readonly { readonly seq: number; readonly state: OutboxState }[]) => Promise<void>
  /** Scans that have not arrived. */
  readonly readUploads: () => Promise<readonly UploadEntry[]>
  readonly setUpload: (
    key: UploadKey,
    change: { readonly state: UploadState; readonly uploadId?: UploadId },
  ) => Promise<void>
  readonly findScanBytes: (key: UploadKey) => Promise<Uint8Array<ArrayBuffer> | undefined>
  readonly readPosition: () => Promise<SyncPosition>
  /** Whose signatures under acknowledgements hold; none before the first pull. */
  readonly readAcknowledgementKeys: () => Promise<readonly AcknowledgementKey[]>
  /** Rows and cursors together: a pull that was applied is never asked for again, one that was not always is. */
  readonly applyPull: (pull: AppliedPull) => Promise<void>
  /** A server that was restored: everything it may lack is to be offered anew, and all feeds read from the start. */
  readonly beginEpoch: (epoch: string) => Promise<void>
}

export type UploadKey = { readonly caseId: CaseId; readonly scanId: ScanId }

export type SyncPosition = { readonly epoch: string | null; readonly cursors: Cursors }

export type AppliedPull = {
  readonly epoch: string
  readonly serverTime: Instant
  readonly changes: readonly PulledChange[]
  readonly cursors: Cursors
  readonly hasMore: boolean
  readonly acknowledgementKeys?: readonly AcknowledgementKey[] | undefined
  readonly atMs: number
}
