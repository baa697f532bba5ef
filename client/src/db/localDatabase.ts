import { Dexie, type EntityTable, type Table } from 'dexie'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import type { OutboxState, UploadState } from './outboxEntry'
import { keepOutOfNewer } from './newerStore'
import type { SealedRecord } from './recordCodec'

/** Whether an application of this tablet was handed in. It lies open, so that a writing transaction can ask for it. */
export type OwnCaseState = 'draft' | 'handed-in'

/** An application of this tablet: being written, handed in, or being corrected. Older apps wrote no `state`. */
export type OwnCaseRecord = {
  readonly caseId: CaseId
  readonly state?: OwnCaseState
  readonly body: SealedRecord
}

/** A master, written when the page is taken, in the form in which it travels: one ciphertext, its key sealed twice. */
export type ScanRecord = {
  readonly caseId: CaseId
  readonly scanId: ScanId
  /** Of the master itself. */
  readonly sizeBytes: number
  readonly body: SealedRecord
  /** Of the body as it lies here, lower-case hex. Absent where the page lies open: there its id is its hash. */
  readonly bodySha256?: string
  /** For the agent. Absent where the page lies open. */
  readonly key?: SealedRecord
  /** For the server. Absent until its key is known here. */
  readonly keyForServer?: { readonly keyId: string; readonly bytes: ArrayBuffer }
}

/**
 * An operation on its way. `body` is what travels, already in the form in which it travels; empty where it is sealed
 * only when it goes (`unsealed`), from the copy that its agent can read. Older apps wrote it open, without a copy.
 */
export type OutboxRecord = {
  seq: number
  readonly opId: string
  readonly caseId: string
  /** Older apps kept the frame's number apart; it was the same. */
  readonly deviceSeq?: number
  readonly state: OutboxState['kind']
  readonly detail: OutboxState
  readonly alg: BodyAlg
  readonly keyId: string
  readonly body: ArrayBuffer
  /** The operation as JSON, sealed for the agent. */
  readonly copy?: SealedRecord
}

export type BodyAlg = 'clear' | 'sealed' | 'unsealed'

/** A scan on its way; it may go once the operation that names it has been applied. */
export type UploadRecord = {
  readonly caseId: string
  readonly scanId: string
  readonly opId: string
  readonly uploadId: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly state: UploadState['kind']
  readonly detail: UploadState
}

/** Rows of a feed, packed: a bucket of entities in one record, so that ten thousand rows are few reads. */
export type FeedPageRecord = {
  readonly feedId: string
  readonly bucket: number
  /** A page that was written later has a higher one. Older apps wrote none. */
  readonly stamp?: number
  readonly body: SealedRecord
}

/** The newest cases of a feed, what a screen shows first: written with its pages, and read before them. */
export type NewestCasesRecord = { readonly feedId: string; readonly body: SealedRecord }

export type MetaRecord = { readonly key: string; readonly value: unknown }

/**
 * One agent's store on one tablet. Indexes hold opaque ids, states and numbers only; everything a person
 * could read is inside a sealed body. `strict`: a promise resolves when the bytes are on the disk.
 */
export class LocalDatabase extends Dexie {
  declare readonly ownCases: EntityTable<OwnCaseRecord, 'caseId'>
  declare readonly scans: Table<ScanRecord, [string, string]>
  declare readonly outbox: EntityTable<OutboxRecord, 'seq'>
  declare readonly uploads: Table<UploadRecord, [string, string]>
  declare readonly feedPages: Table<FeedPageRecord, [string, number]>
  declare readonly newestCases: EntityTable<NewestCasesRecord, 'feedId'>
  declare readonly meta: EntityTable<MetaRecord, 'key'>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    // Never edit a version once it has shipped; add the next one, with a test on a database of the old.
    this.version(1).stores({
      ownCases: 'caseId',
      scans: '[caseId+scanId], caseId',
      outbox: '++seq, &opId, caseId, state',
      uploads: '[caseId+scanId], caseId, state',
      feedPages: '[feedId+bucket], feedId',
      meta: 'key',
    })
    // The same tables, sealed: an app that would read or write them open is kept out.
    this.version(2).stores({})
    // What was written since, and what a screen shows first. Pages of before have no stamp, and are read without.
    this.version(3).stores({ feedPages: '[feedId+bucket], feedId, [feedId+stamp]', newestCases: 'feedId' })
    keepOutOfNewer(this)
  }
}
