import type { CaseId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { demandClear, type SealedRecord } from './recordCodec'

/** What can be told of bytes without opening them; the two that a server needs to do it. */
export type SealedFor = {
  /** Of the server's key. */
  readonly keyId: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A page as it lies on the tablet and as it travels, and the key that opens it. */
export type SealedScan = {
  readonly body: SealedRecord
  /** Of the body as it lies, lower-case hex; undefined where the page lies open: there its id is its hash. */
  readonly bodySha256?: string
  /** 32 bytes; undefined where the page lies open. */
  readonly key?: Uint8Array<ArrayBuffer>
}

export type ScanName = { readonly caseId: CaseId; readonly scanId: ScanId }

/** Seals what will leave the tablet at the time when it is written, so that sending needs nobody to unlock anything. */
export type Sealer = {
  readonly sealScan: (name: ScanName, bytes: Uint8Array<ArrayBuffer>) => Promise<SealedScan>
  /** Throws when the bytes were changed, or are another page's. */
  readonly openScan: (name: ScanName, scan: SealedScan) => Promise<Uint8Array<ArrayBuffer>>
  /** Undefined while the server's key, or the device's own, is not known here yet. */
  readonly sealOperation: (
    name: { readonly caseId: CaseId; readonly opId: OpId },
    words: Uint8Array<ArrayBuffer>,
  ) => Promise<SealedFor | undefined>
  readonly sealScanKey: (name: ScanName, key: Uint8Array<ArrayBuffer>) => Promise<SealedFor | undefined>
  /** Whether the server can still be expected to have the key of this id. */
  readonly isKnown: (keyId: string) => Promise<boolean>
}

/** Seals nothing: what every tablet did before there were envelopes. */
export const clearSealer: Sealer = {
  sealScan: async (_name, bytes) => ({ body: { alg: 'clear', keyId: '', bytes: bufferOf(bytes) } }),
  openScan: async (_name, { body }) => new Uint8Array(demandClear(body)),
  sealOperation: async () => undefined,
  sealScanKey: async () => undefined,
  isKnown: async () => false,
}

/** Shares the buffer when the view covers it whole, so that a scan is not copied. */
export const bufferOf = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
