/** A record's body as it lies on the tablet. Readable only through the codec that made it. */
export type SealedRecord = { readonly alg: string; readonly keyId: string; readonly bytes: ArrayBuffer }

/**
 * Turns values into bytes for the tablet's store and back. Call `seal` before a transaction is opened:
 * IndexedDB ends a transaction that waits for anything but itself.
 */
export type RecordCodec = {
  readonly seal: (value: unknown) => Promise<SealedRecord>
  /** Throws when the bytes were not made by this codec, or were changed. */
  readonly open: (record: SealedRecord) => Promise<unknown>
  readonly sealBytes: (bytes: Uint8Array<ArrayBuffer>) => Promise<SealedRecord>
  readonly openBytes: (record: SealedRecord) => Promise<Uint8Array<ArrayBuffer>>
}

/** The identity: JSON as UTF-8, pages as they are. The vault will change the bytes, not the shapes. */
export const clearCodec: RecordCodec = {
  seal: async (value) => clear(new TextEncoder().encode(JSON.stringify(value))),
  open: async (record) => JSON.parse(new TextDecoder().decode(demandClear(record))) as unknown,
  sealBytes: async (bytes) => clear(bytes),
  openBytes: async (record) => new Uint8Array(demandClear(record)),
}

/** Shares the buffer when the view covers it whole, so that a scan is not copied. */
const clear = (bytes: Uint8Array<ArrayBuffer>): SealedRecord => ({
  alg: 'clear',
  keyId: '',
  bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer,
})

function demandClear(record: SealedRecord): ArrayBuffer {
  if (record.alg !== 'clear') throw new Error(`record sealed with ${record.alg} cannot be opened`)
  return record.bytes
}
