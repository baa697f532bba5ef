import type { LocalDatabase, OutboxRecord } from './localDatabase'
import type { LocalStore } from './localStore'
import type { OutboxBody } from './outboxEntry'
import { openWords } from './outboxReader'
import { placeOfOperation } from './recordCodec'
import { asSealed } from './toRecords'

/**
 * What travels of these operations, by `seq`. One that is not sealed yet, or to a key that the server has no more, is
 * sealed now and kept so. Left out: what cannot be opened for that while the tablet is locked.
 */
export async function readOutboxBodies(
  store: LocalStore,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, OutboxBody>> {
  const records = await store.db.outbox.bulkGet([...seqs])
  const known = records.filter((record) => record !== undefined)
  const bodies = await Promise.all(known.map((record) => bodyOf(store, record)))
  const resealed = bodies.flatMap((one) => one?.resealed ?? [])
  if (resealed.length > 0) await keepResealed(store.db, resealed)
  return new Map(bodies.flatMap((one) => (one ? [[one.seq, one.body] as const] : [])))
}

type Resealed = Pick<OutboxRecord, 'seq' | 'body' | 'keyId' | 'copy'> & { readonly alg: 'sealed' }
type Body = { readonly seq: number; readonly body: OutboxBody; readonly resealed?: Resealed }

async function bodyOf(store: LocalStore, record: OutboxRecord): Promise<Body | undefined> {
  const { seq, caseId, opId, alg, keyId } = record
  const asItLies = { alg, keyId, body: new Uint8Array(record.body) }
  if (isSealed(asItLies) && (await store.sealer.isKnown(keyId))) return { seq, body: asItLies }
  const words = await openWords(store, record)
  // Perhaps the server has the key all the same; it says so if not.
  if (words === undefined) return isSealed(asItLies) ? { seq, body: asItLies } : undefined
  const clear = new TextEncoder().encode(words)
  const name = { caseId, opId } as Parameters<LocalStore['sealer']['sealOperation']>[0]
  const sealed = await store.sealer.sealOperation(name, clear)
  if (!sealed) return { seq, body: isSealed(asItLies) ? asItLies : { alg: 'clear', keyId: '', body: clear } }
  const copy = record.copy ?? (await store.codec.seal(placeOfOperation(caseId, opId), words))
  return {
    seq,
    body: { alg: 'sealed', keyId: sealed.keyId, body: sealed.bytes },
    resealed: { seq, copy, ...asSealed(sealed) },
  }
}

const isSealed = <Body extends { readonly alg: string }>(body: Body): body is Body & { readonly alg: 'sealed' } =>
  body.alg === 'sealed'

async function keepResealed(db: LocalDatabase, resealed: readonly Resealed[]): Promise<void> {
  await db.outbox.bulkUpdate(resealed.map(({ seq, ...changes }) => ({ key: seq, changes })))
}
