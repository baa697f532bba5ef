import type { ScanId, UploadId } from '@onetrip/shared/lib/ids'
import type { Result } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'

/** Bytes in their order, as they come from a line or lie in memory. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/**
 * Memory of just so many bytes, for as long as `use` takes and no longer: after that it is somebody else's. What lies in
 * it at first is nobody's business, so write before you read.
 */
export type Lend = <T>(bytes: number, use: (sheet: Uint8Array<ArrayBuffer>) => Promise<T>) => Promise<T>

/**
 * Uploads on their way, shared by all server processes; what arrived survives a cut connection and a crash.
 * The bytes are nobody's yet: they count for nothing until the whole was hashed and put into the `ScanStore`.
 */
export type PartialUploads = {
  /** How many bytes are here, from the first on without a gap; 0 for an upload that nobody knows. */
  readonly sizeOf: (id: UploadId) => Promise<number>
  /**
   * Writes a piece at `offset` and answers the new size. An offset beyond the present size writes nothing and
   * answers the present size. A piece that is cut keeps the bytes that came. Any process sees them, also when this one
   * dies; a power cut they outlive from `keep` on.
   */
  readonly append: (id: UploadId, offset: number, chunks: Chunks) => Promise<number>
  /** Makes what is here durable. Harmless when there is nothing. */
  readonly keep: (id: UploadId) => Promise<void>
  /** The bytes as they lie here, from the first on; of an upload that is not here, none. */
  readonly read: (id: UploadId) => Promise<AsyncIterable<Uint8Array>>
  /** Harmless when there is nothing. */
  readonly remove: (id: UploadId) => Promise<void>
}

/** Whole files by the SHA-256 of their bytes. A file is there entirely or not at all, whatever crashes. */
export type ScanStore = {
  /** Durable when it answers; putting the same file twice changes nothing. The caller has hashed the bytes. */
  readonly put: (id: ScanId, bytes: Uint8Array) => Promise<void>
  /** The bytes as a stream, or undefined. Reading the stream may throw when the file is deleted meanwhile. */
  readonly get: (id: ScanId) => Promise<AsyncIterable<Uint8Array> | undefined>
  /** Its size in bytes, or undefined when it is not here. */
  readonly head: (id: ScanId) => Promise<number | undefined>
}

/** An upload that is not whole yet, or not put into the store yet. */
export type PartialFile = { readonly uploadId: UploadId; readonly sizeBytes: number; readonly touchedAt: Instant }

/** What lies about when a tablet or a process gave up; only the sweep looks at it. */
export type StrayFiles = {
  readonly listPartials: () => Promise<PartialFile[]>
  /** Removes what a crash left of files that were being put into a store. */
  readonly removeDrafts: (touchedBefore: Instant) => Promise<void>
}

/** Why bytes may not be kept, whatever they are called. */
export type ScanDefect = 'empty' | 'unknown-type' | 'corrupt'

/** What the bytes are, told from the bytes alone. Never throws for bad bytes. */
export type InspectScan = (bytes: Uint8Array) => Promise<Result<{ readonly mediaType: string }, ScanDefect>>
