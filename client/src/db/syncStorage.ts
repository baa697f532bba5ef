import type { CaseId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { SealingKey } from '@onetrip/shared/wire/sealingKey'
import type { Cursors, PulledChange } from '@onetrip/shared/wire/pull'
import type { TravellingScan } from './scanRecords'
import type { OutboxBody, OutboxState, QueuedOperation, UploadEntry, UploadState } from './outboxEntry'

/**
 * What the engine keeps. Each call is one transaction: it happens whole or not at all, and when it
 * resolves it is on the disk. Any call may throw (disk full, store gone); the engine then changes nothing.
 */
export type SyncStorage = {
  /** Operations that have not ended, in the order they were made. */
  readonly readOutbox: () => Promise<readonly QueuedOperation[]>
  /** What travels of these operations, by `seq`. Left out: what can only go once its agent has unlocked the tablet. */
  readonly readBodies: (seqs: readonly number[]) => Promise<ReadonlyMap<number, OutboxBody>>
  readonly setOutboxStates: (changes: readonly { readonly seq: number; readonly state: OutboxState }[]) => Promise<void>
  /** Scans that have not arrived. */
  readonly readUploads: () => Promise<readonly UploadEntry[]>
  readonly setUpload: (
    key: UploadKey,
    change: { readonly state: UploadState; readonly uploadId?: UploadId },
  ) => Promise<void>
  /** A page as it travels; `locked` until its agent unlocks the tablet; undefined when the tablet no longer has it. */
  readonly findScan: (key: UploadKey) => Promise<TravellingScan | 'locked' | undefined>
  readonly readPosition: () => Promise<SyncPosition>
  /** Whose signatures under acknowledgements hold; none before the first pull. */
  readonly readAcknowledgementKeys: () => Promise<readonly AcknowledgementKey[]>
  /** Rows and cursors together: a pull that was applied is never asked for again, one that was not always is. */
  readonly applyPull: (pull: AppliedPull) => Promise<void>
  /** A server that was restored: everything it may lack is to be offered anew, and all feeds read from the start. */
  readonly beginEpoch: (epoch: string) => Promise<void>
}

export type UploadKey = { readonly caseId: CaseId; readonly scanId: ScanId }

export type SyncPosition = {
  readonly epoch: string | null
  readonly cursors: Cursors
  /** What the server called the keys of the house that lie here; undefined: they are to be told. */
  readonly keysDigest?: string | undefined
}

export type AppliedPull = {
  readonly epoch: string
  readonly serverTime: Instant
  readonly changes: readonly PulledChange[]
  readonly cursors: Cursors
  readonly hasMore: boolean
  readonly acknowledgementKeys?: readonly AcknowledgementKey[] | undefined
  readonly envelopeKeys?: readonly SealingKey[] | undefined
  readonly recoveryKey?: SealingKey | undefined
  readonly keysDigest?: string | undefined
  readonly atMs: number
}
