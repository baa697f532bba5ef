import type { LocalDatabase } from './localDatabase'
import type { LocalStore } from './localStore'
import { readOutboxBodies } from './outboxBodies'
import { toQueued } from './queries'
import type { OutboxState, QueuedOperation } from './outboxEntry'
import type { SyncStorage } from './syncStorage'

/** The operations of a tablet as its engine reads them. */
export type OutboxQueue = {
  readonly read: SyncStorage['readOutbox']
  readonly readBodies: SyncStorage['readBodies']
  readonly setStates: SyncStorage['setOutboxStates']
}

/**
 * Reads each operation whole once, and after that only the index of states, however often it is asked: the engine
 * looks at every step. A person's step adds operations or ends them, and that shows in the index; what an operation
 * waits for while it waits is written by this queue alone.
 */
export function createOutboxQueue(store: LocalStore): OutboxQueue {
  const { db } = store
  const known = new Map<number, QueuedOperation>()

  async function read(): Promise<QueuedOperation[]> {
    await db.transaction('r', db.outbox, async () => {
      const kindBySeq = await readKinds(db)
      for (const seq of known.keys()) if (kindBySeq.get(seq) !== known.get(seq)?.state.kind) known.delete(seq)
      const unknown = [...kindBySeq.keys()].filter((seq) => !known.has(seq))
      for (const record of await db.outbox.bulkGet(unknown)) if (record) known.set(record.seq, toQueued(record))
    })
    return [...known.values()].toSorted((a, b) => a.seq - b.seq)
  }

  return {
    read,
    readBodies: (seqs) => readOutboxBodies(store, seqs),
    setStates: async (changes) => {
      await db.outbox.bulkUpdate(
        changes.map(({ seq, state }) => ({ key: seq, changes: { state: state.kind, detail: state } })),
      )
      for (const { seq } of changes) known.delete(seq)
    },
  }
}

/** Which operations have not ended, by the index alone. */
async function readKinds(db: LocalDatabase): Promise<Map<number, OutboxState['kind']>> {
  const keysOf = (kind: OutboxState['kind']) => db.outbox.where('state').equals(kind).primaryKeys()
  const [waiting, parked] = await Promise.all([keysOf('waiting'), keysOf('parked')])
  return new Map([...waiting.map((seq) => [seq, 'waiting'] as const), ...parked.map((seq) => [seq, 'parked'] as const)])
}
