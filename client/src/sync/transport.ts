import type { Frame } from '@onetrip/shared/wire/frame'
import type { PulledAnswer, PullInput } from '@onetrip/shared/wire/pull'
import type { PushAnswer } from '@onetrip/shared/wire/push'
import type { OfferInput, UploadAnswer } from '@onetrip/shared/wire/upload'
import type { CaseId, ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { Reply } from '../api/reply'

/**
 * The sync router as the engine sees it. Never throws: everything that can go wrong on the way is a value, and nothing
 * but an answer may change what is kept.
 */
export type SyncTransport = {
  /** `epoch`: that of the server which was heard of last; null before any was. */
  readonly push: (frames: readonly Frame[], epoch: string | null) => Promise<Reply<PushAnswer>>
  readonly pull: (input: PullInput) => Promise<Reply<PulledAnswer>>
  readonly offer: (input: OfferInput) => Promise<Reply<UploadAnswer>>
  /**
   * Offers a scan of which nothing was sent yet, and sends its first piece with it; answered as the piece is. Absent
   * where there is no such way.
   */
  readonly offerAndAppend?: (input: OfferInput, bytes: Uint8Array<ArrayBuffer>) => Promise<Reply<UploadAnswer>>
  readonly append: (
    upload: UploadOfScan,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
  ) => Promise<Reply<UploadAnswer>>
}

/** An upload, and the scan that it is of. */
export type UploadOfScan = { readonly uploadId: UploadId; readonly caseId: CaseId; readonly scanId: ScanId }
