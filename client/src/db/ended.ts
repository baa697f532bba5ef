import type { CaseId, OpId, ScanId } from '@onetrip/shared/lib/ids'
import { instantToMs } from '@onetrip/shared/lib/time'
import type { LocalDatabase, OutboxRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import type { KeptAcknowledgement } from './outboxEntry'
import { openWords } from './outboxReader'

/** What has left the queue: an operation that ended, or a scan that arrived. */
export type Ended = { readonly caseId: CaseId; readonly atMs: number } & (
  | {
      readonly kind: 'operation'
      readonly opId: OpId
      readonly how: 'applied' | 'settled'
      readonly acknowledgement: KeptAcknowledgement | undefined
    }
  | { readonly kind: 'scan'; readonly scanId: ScanId; readonly acknowledgement: KeptAcknowledgement | undefined }
)

/** What ended since then, newest first. By the server's time where it signed. */
export async function readEnded(db: LocalDatabase, sinceMs: number): Promise<Ended[]> {
  const { operations, uploads } = await db.transaction('r', db.outbox, db.uploads, async () => ({
    operations: await db.outbox.where('state').equals('ended').toArray(),
    uploads: await db.uploads.where('state').equals('arrived').toArray(),
  }))
  const ended = [
    ...operations.flatMap(({ caseId, opId, detail }) =>
      detail.kind === 'ended'
        ? [
            {
              kind: 'operation',
              caseId,
              opId,
              how: detail.how,
              ...timed(detail.acknowledgement, detail.endedAtMs),
            } as const,
          ]
        : [],
    ),
    ...uploads.flatMap(({ caseId, scanId, detail }) =>
      detail.kind === 'arrived'
        ? [{ kind: 'scan', caseId, scanId, ...timed(detail.acknowledgement, detail.arrivedAtMs) } as const]
        : [],
    ),
  ]
  // Ids were branded when they were written; IndexedDB keeps no types.
  return (ended as Ended[]).filter(({ atMs }) => atMs >= sinceMs).toSorted((a, b) => b.atMs - a.atMs)
}

/** An ended operation's own words, and what travelled of it; undefined where that is no longer here. */
export type EndedOperation = {
  readonly opId: OpId
  readonly words: string | undefined
  readonly body: Uint8Array<ArrayBuffer> | undefined
}

export async function readEndedOperations(store: LocalStore, opIds: readonly OpId[]): Promise<EndedOperation[]> {
  const records = await store.db.outbox.where('opId').anyOf(opIds).toArray()
  return Promise.all(
    records.map(async (record) => ({
      opId: record.opId as OpId,
      words: await openWords(store, record),
      body: bodyOf(record),
    })),
  )
}

const timed = (acknowledgement: KeptAcknowledgement | undefined, elseMs: number) => ({
  acknowledgement,
  atMs: acknowledgement ? instantToMs(acknowledgement.at) : elseMs,
})

const bodyOf = ({ alg, body }: OutboxRecord): EndedOperation['body'] =>
  alg === 'unsealed' ? undefined : new Uint8Array(body)
