/** A record's body as it lies on the tablet. Readable only through the codec that made it. */
export type SealedRecord = { readonly alg: string; readonly keyId: string; readonly bytes: ArrayBuffer }

/** Where a record lies. Sealed for one place, it opens at no other. */
export type RecordPlace = {
  readonly table: 'ownCases' | 'scans' | 'outbox' | 'feedPages' | 'newestCases' | 'meta'
  /** What tells it from the others of the table, as one text. */
  readonly id: string
  /** Whose key it is under: a case's, that of the feeds, or that of what is kept of a search. */
  readonly keyOf: string
}

/**
 * Turns values into bytes for the tablet's store and back. Call `seal` before a transaction is opened:
 * IndexedDB ends a transaction that waits for anything but itself.
 */
export type RecordCodec = {
  readonly seal: (place: RecordPlace, value: unknown) => Promise<SealedRecord>
  /** Throws when the bytes were not made by this codec for this place, or were changed. */
  readonly open: (place: RecordPlace, record: SealedRecord) => Promise<unknown>
}

/** Nobody has unlocked the tablet: what is sealed for its agent stays so. Nothing is wrong with it. */
export class LockedError extends Error {}

/** The codec of a tablet that is locked: what goes from it needs none. */
export const lockedCodec: RecordCodec = {
  seal: () => Promise.reject(new LockedError()),
  open: () => Promise.reject(new LockedError()),
}

/** The identity: JSON as UTF-8. What every tablet wrote before there was a vault. */
export const clearCodec: RecordCodec = {
  seal: async (_place, value) => ({
    alg: 'clear',
    keyId: '',
    bytes: new TextEncoder().encode(JSON.stringify(value)).buffer,
  }),
  open: async (_place, record) => JSON.parse(new TextDecoder().decode(demandClear(record))) as unknown,
}

/** The bytes of a record that is not sealed; throws for any other. */
export function demandClear(record: SealedRecord): ArrayBuffer {
  if (record.alg !== 'clear') throw new Error(`record sealed with ${record.alg} cannot be opened`)
  return record.bytes
}

export const placeOfCase = (caseId: string): RecordPlace => ({ table: 'ownCases', id: caseId, keyOf: caseId })

export const placeOfPage = (feedId: string, bucket: number): RecordPlace => ({
  table: 'feedPages',
  id: `${feedId} ${bucket}`,
  keyOf: 'feeds',
})

export const placeOfNewest = (feedId: string): RecordPlace => ({ table: 'newestCases', id: feedId, keyOf: 'feeds' })

export const placeOfKeptSearch = (page: number): RecordPlace => ({
  table: 'meta',
  id: `search ${page}`,
  keyOf: 'search',
})

/** Of a scan's key. */
export const placeOfScan = (caseId: string, scanId: string): RecordPlace => ({
  table: 'scans',
  id: `${caseId} ${scanId}`,
  keyOf: caseId,
})

/** Of an operation's readable copy. */
export const placeOfOperation = (caseId: string, opId: string): RecordPlace => ({
  table: 'outbox',
  id: opId,
  keyOf: caseId,
})
