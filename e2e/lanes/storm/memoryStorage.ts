import type { OutboxBody, OutboxState, QueuedOperation } from '@onetrip/client/db/outboxEntry'
import type { SyncStorage } from '@onetrip/client/db/syncStorage'
import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { AcknowledgementKey } from '@onetrip/shared/wire/acknowledgement'
import type { Cursors } from '@onetrip/shared/wire/pull'

/** An operation as it lies on a tablet, sealed and ready to go. */
export type SealedSubmit = { readonly caseId: CaseId; readonly opId: OpId } & OutboxBody

/** What a tablet knows that has read everything before it lost its line. */
export type Known = {
  readonly epoch: string
  readonly cursors: Cursors
  readonly keysDigest?: string | undefined
  readonly acknowledgementKeys: readonly AcknowledgementKey[]
}

export type Kept = SealedSubmit & { readonly state: OutboxState }

export type MemoryStorage = SyncStorage & {
  /** Operations that the server has not signed for. */
  readonly countUnsent: () => number
  readonly readCursors: () => Cursors
  readonly readKept: () => readonly Kept[]
}

type Lying = QueuedOperation & SealedSubmit

/**
 * What the engine keeps, in the memory of one process: the store of a real tablet is its own processor's work, and two
 * thousand of them here would hold the storm back.
 */
export function createMemoryStorage(submits: readonly SealedSubmit[], known: Known): MemoryStorage {
  const operations = new Map<number, Lying>(submits.map((submit, nth) => [nth + 1, lay(submit, nth + 1)]))
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
    readUploads: async () => [],
    setUpload: () => Promise.reject(new Error('this tablet has no pages')),
    findScan: async () => undefined,
    readPosition: async () => position,
    readAcknowledgementKeys: async () => position.acknowledgementKeys,
    applyPull: async ({ epoch, cursors, acknowledgementKeys, keysDigest }) => {
      Object.assign(position, { epoch, cursors })
      if (acknowledgementKeys) Object.assign(position, { acknowledgementKeys, keysDigest })
    },
    beginEpoch: () => Promise.reject(new Error('nobody restores a server in a storm')),
    countUnsent: () => readOutbox().length,
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
