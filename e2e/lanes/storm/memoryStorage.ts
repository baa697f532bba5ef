import type { OutboxBody, OutboxState, QueuedOperation, UploadEntry } from '@onetrip/client/db/outboxEntry'
import type { TravellingScan } from '@onetrip/client/db/scanRecords'
import type { SyncStorage, UploadKey } from '@onetrip/client/db/syncStorage'
import { UploadId, type CaseId, type OpId } from '@onetrip/shared/lib/ids'
import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Cursors } from '@onetrip/shared/wire/pull'
import type { StormPage } from './stormPages'

/** An operation as it lies on a tablet, sealed and ready to go; the pages that go after it, and those that never do. */
export type SealedSubmit = {
  readonly caseId: CaseId
  readonly opId: OpId
  readonly pages: readonly StormPage[]
  readonly staying: readonly string[]
} & OutboxBody

/** What a tablet knows that has read everything before it lost its line. */
export type Known = {
  readonly epoch: string
  readonly cursors: Cursors
  readonly keysDigest?: string | undefined
  readonly acknowledgementKeys: readonly AcknowledgementKey[]
}

export type Kept = SealedSubmit & { readonly state: OutboxState }

export type MemoryStorage = SyncStorage & {
  /** Operations and scans that the server has not signed for. */
  readonly countUnsent: () => number
  readonly readCursors: () => Cursors
  readonly readKept: () => readonly Kept[]
}

type Lying = QueuedOperation & SealedSubmit
type LyingUpload = { readonly entry: UploadEntry; readonly page: StormPage }

export type SealPage = (key: UploadKey, bytes: Uint8Array<ArrayBuffer>) => Promise<TravellingScan>

/**
 * What the engine keeps, in the memory of one process: the store of a real tablet is its own processor's work, and two
 * thousand of them here would hold the storm back.
 */
export function createMemoryStorage(submits: readonly SealedSubmit[], known: Known, sealPage: SealPage): MemoryStorage {
  const operations = new Map<number, Lying>(submits.map((submit, nth) => [nth + 1, lay(submit, nth + 1)]))
  const pages = layPages(submits, sealPage)
  const position: { -readonly [Key in keyof Known]: Known[Key] } = { ...known }
  const readOutbox = (): Lying[] => [...operations.values()].filter(({ state }) => state.kind !== 'ended')
  return {
    readOutbox: async () => readOutbox(),
    readBodies: async (seqs) => new Map(seqs.flatMap((seq) => bodyOf(seq, operations.get(seq)))),
    setOutboxStates: async (changes) => {
      for (const { seq, state } of changes) {
        const operation = operations.get(seq)
        if (operation) operations.set(seq, { ...operation, state })
      }
    },
    readUploads: async () => pages.readWaiting(),
    setUpload: async (key, change) => pages.set(key, change),
    findScan: pages.find,
    readPosition: async () => position,
    readAcknowledgementKeys: async () => position.acknowledgementKeys,
    applyPull: async ({ epoch, cursors, acknowledgementKeys, keysDigest }) => {
      Object.assign(position, { epoch, cursors })
      if (acknowledgementKeys) Object.assign(position, { acknowledgementKeys, keysDigest })
    },
    beginEpoch: () => Promise.reject(new Error('nobody restores a server in a storm')),
    countUnsent: () => readOutbox().length + pages.readWaiting().length,
    readCursors: () => position.cursors,
    readKept: () => [...operations.values()],
  }
}

function lay(submit: SealedSubmit, seq: number): Lying {
  const state = { kind: 'waiting', attempts: 0, notBeforeMs: 0, isUnsupported: false } as const
  return { ...submit, seq, deviceSeq: seq, sizeBytes: submit.body.length, state }
}

const bodyOf = (seq: number, lying: Lying | undefined): [number, OutboxBody][] =>
  lying ? [[seq, { alg: lying.alg, keyId: lying.keyId, body: lying.body }]] : []

/** The pages of a tablet, each sealed when it is first wanted: one ciphertext, for a piece is no use to another. */
function layPages(submits: readonly SealedSubmit[], sealPage: SealPage) {
  const uploads = new Map(submits.flatMap((submit) => submit.pages.map((page) => layPage(submit, page))))
  const sealed = new Map<string, Promise<TravellingScan>>()
  return {
    readWaiting: (): UploadEntry[] =>
      [...uploads.values()].flatMap(({ entry }) => (entry.state.kind === 'arrived' ? [] : [entry])),
    set: (key: UploadKey, change: Parameters<SyncStorage['setUpload']>[1]): void => {
      const known = uploads.get(nameOf(key))
      if (!known) throw new Error('no such page')
      uploads.set(nameOf(key), { ...known, entry: { ...known.entry, ...change } })
      if (change.state.kind === 'arrived') sealed.delete(nameOf(key))
    },
    find: async (key: UploadKey): Promise<TravellingScan | undefined> => {
      const { page } = uploads.get(nameOf(key)) ?? {}
      if (!page) return undefined
      const scan = sealed.get(nameOf(key)) ?? sealPage(key, page.makeBytes())
      sealed.set(nameOf(key), scan)
      return scan
    },
  }
}

function layPage({ caseId, opId }: SealedSubmit, page: StormPage): [string, LyingUpload] {
  const state = { kind: 'waiting', offset: undefined, attempts: 0, notBeforeMs: 0 } as const
  const uploadId = UploadId.parse(crypto.randomUUID())
  return [nameOf({ caseId, ...page.ref }), { entry: { caseId, opId, uploadId, ...page.ref, state }, page }]
}

const nameOf = ({ caseId, scanId }: UploadKey): string => `${caseId} ${scanId}`
