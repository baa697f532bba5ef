import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import type { Acknowledgement } from '@onetrip/shared/wire/acknowledgement'
import type { Instant } from '@onetrip/shared/lib/time'
import type { CaseId, OpId, ScanId, UploadId } from '@onetrip/shared/lib/ids'

/** What a person did that the server would not have; it waits for a person's word. */
export type ParkedBecause =
  | { readonly status: 'refused'; readonly refusal: CaseRefusal }
  | { readonly status: 'conflict'; readonly serverRevision: number }

/** 回执, kept beside what it speaks of, with the time that it bears. */
export type KeptAcknowledgement = Acknowledgement & { readonly at: Instant }

/**
 * Where an operation stands. Only `ended` leaves the queue, and only by the server's `applied` or by a
 * person's recorded settlement; an ended entry stays on the tablet, to be offered again to a restored server.
 */
export type OutboxState =
  | {
      readonly kind: 'waiting'
      readonly attempts: number
      readonly notBeforeMs: number
      readonly isUnsupported: boolean
    }
  | { readonly kind: 'parked'; readonly because: ParkedBecause }
  | {
      readonly kind: 'ended'
      readonly how: 'applied' | 'settled'
      readonly endedAtMs: number
      /** Absent where a person settled it, or an older app sent it. */
      readonly acknowledgement?: KeptAcknowledgement
    }

/** An operation as the queue sees it: all but its body, which is read when it goes. */
export type QueuedOperation = {
  readonly seq: number
  readonly opId: OpId
  readonly caseId: CaseId
  readonly deviceSeq: number
  readonly state: OutboxState
  /** Of what travels. */
  readonly sizeBytes: number
}

/** An operation as its agent sees it. `words`: the operation as JSON; undefined when it could not be opened. */
export type OutboxEntry = QueuedOperation & { readonly words: string | undefined }

/** What travels of an operation, and how it is to be opened. */
export type OutboxBody = {
  readonly alg: 'clear' | 'sealed'
  readonly keyId: string
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * `offset` is what the server is known to have; undefined when it must be asked. `lastOffset` is what it had before
 * a piece was cut: more may have arrived since, so it is shown and never sent from.
 */
export type UploadState =
  | {
      readonly kind: 'waiting'
      readonly offset: number | undefined
      readonly lastOffset?: number
      readonly attempts: number
      readonly notBeforeMs: number
    }
  | { readonly kind: 'arrived'; readonly arrivedAtMs: number; readonly acknowledgement?: KeptAcknowledgement }
  /** The server will not store it, or the tablet's own bytes are not what they were: a person must look. */
  | {
      readonly kind: 'blocked'
      readonly why: 'empty' | 'unknown-type' | 'corrupt' | 'damaged-here'
      /** The epoch in which the server would not have it from its second copy either. */
      readonly copyRefusedUnder?: string
    }

export type UploadEntry = {
  readonly caseId: CaseId
  readonly scanId: ScanId
  /** The operation that names the scan: words before pictures. */
  readonly opId: OpId
  readonly uploadId: UploadId
  readonly sizeBytes: number
  readonly mediaType: 'image/jpeg' | 'image/png' | 'application/pdf'
  readonly state: UploadState
}

/** Bytes that a person may be told are at the server: never more than there are. */
export const bytesAtServer = (state: UploadState): number =>
  state.kind === 'waiting' ? (state.offset ?? state.lastOffset ?? 0) : 0
