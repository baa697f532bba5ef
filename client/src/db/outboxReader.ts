import type { OutboxRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import type { OutboxEntry } from './outboxEntry'
import { toQueued } from './queries'
import { placeOfOperation, type SealedRecord } from './recordCodec'

/**
 * Reads the operations that have not ended, in the order they were made, as their agent sees them. Words are opened
 * once: an operation is never changed.
 */
export function createOutboxReader({ db, codec }: LocalStore): () => Promise<OutboxEntry[]> {
  const known = new Map<string, string>()

  async function readWords(record: OutboxRecord): Promise<string | undefined> {
    const words = known.get(record.opId) ?? (await openWords({ codec }, record))
    if (words !== undefined) known.set(record.opId, words)
    return words
  }

  return async () => {
    const records = await db.outbox.where('state').anyOf('waiting', 'parked').sortBy('seq')
    return Promise.all(records.map(async (record) => ({ ...toQueued(record), words: await readWords(record) })))
  }
}

/** The operation as JSON; undefined when it cannot be opened. */
export async function openWords(
  { codec }: Pick<LocalStore, 'codec'>,
  record: OutboxRecord,
): Promise<string | undefined> {
  const { copy } = record
  if (!copy) return record.alg === 'clear' ? new TextDecoder().decode(record.body) : undefined
  return openCopy(codec, record, copy).catch(() => undefined)
}

const openCopy = async (
  codec: LocalStore['codec'],
  { caseId, opId }: OutboxRecord,
  copy: SealedRecord,
): Promise<string> =>
  // Only `sealOperations` seals copies.
  (await codec.open(placeOfOperation(caseId, opId), copy)) as string
