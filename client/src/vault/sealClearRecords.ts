import { clearCodec, placeOfCase, placeOfOperation, placeOfPage, placeOfScan } from '../db/recordCodec'
import type { RecordCodec, RecordPlace, SealedRecord } from '../db/recordCodec'
import type { LocalDatabase, OutboxRecord } from '../db/localDatabase'

/** How far the sealing has come. `left`: what lies open still, for it must travel so, or could not be read. */
export type SealingProgress = { readonly done: number; readonly total: number }

type Store = { readonly db: LocalDatabase; readonly codec: RecordCodec }

/** One field of one record, and how to look at it anew inside a transaction. */
type Field = {
  readonly place: RecordPlace
  readonly read: () => Promise<SealedRecord | undefined>
  /** What is sealed of it, where that is not its JSON's value. */
  readonly toValue?: (bytes: ArrayBuffer) => unknown
  /** Puts another in its place; called in the transaction in which it was read again. */
  readonly write: (sealed: SealedRecord) => Promise<unknown>
}

/**
 * Seals what lies open from a time before the vault, each record in a strict transaction of its own: a crash at any
 * point loses nothing and leaves the rest for the next unlock. Answers how many records lie open still.
 */
export async function sealClearRecords(store: Store, onProgress: (progress: SealingProgress) => void): Promise<number> {
  const fields = await findClearFields(store.db)
  for (const [at, field] of fields.entries()) {
    onProgress({ done: at, total: fields.length })
    await sealField(store, field)
  }
  const [still, open] = await Promise.all([findClearFields(store.db), countOpenBodies(store.db)])
  return still.length + open
}

/** Read, sealed outside of any transaction, and written only where meanwhile nobody else wrote. */
async function sealField({ db, codec }: Store, { place, read, write, toValue }: Field): Promise<void> {
  const before = await read()
  if (before?.alg !== 'clear') return
  const value = toValue ? toValue(before.bytes) : await clearCodec.open(place, before).catch(() => undefined)
  // Damaged: it stays as it is, and is told of where it would be shown.
  if (value === undefined) return
  const sealed = await codec.seal(place, value)
  await db.transaction('rw', db.table(place.table), async () => {
    const now = await read()
    if (now?.alg === 'clear' && isSame(now.bytes, before.bytes)) await write(sealed)
  })
}

async function findClearFields(db: LocalDatabase): Promise<Field[]> {
  const found = await Promise.all([findCases(db), findPages(db), findScanKeys(db), findCopies(db), findEnded(db)])
  return found.flat()
}

const isClear = (record: SealedRecord | undefined): boolean => record?.alg === 'clear'

async function findCases({ ownCases }: LocalDatabase): Promise<Field[]> {
  const keys = await ownCases.filter(({ body }) => isClear(body)).primaryKeys()
  return keys.map((caseId) => ({
    place: placeOfCase(caseId),
    read: async () => (await ownCases.get(caseId))?.body,
    write: (body) => ownCases.update(caseId, { body }),
  }))
}

async function findPages({ feedPages }: LocalDatabase): Promise<Field[]> {
  const keys = await feedPages.filter(({ body }) => isClear(body)).primaryKeys()
  return keys.map(([feedId, bucket]) => ({
    place: placeOfPage(feedId, bucket),
    read: async () => (await feedPages.get([feedId, bucket]))?.body,
    write: (body) => feedPages.update([feedId, bucket], { body }),
  }))
}

async function findScanKeys({ scans }: LocalDatabase): Promise<Field[]> {
  const keys = await scans.filter(({ key }) => isClear(key)).primaryKeys()
  return keys.map(([caseId, scanId]) => ({
    place: placeOfScan(caseId, scanId),
    read: async () => (await scans.get([caseId, scanId]))?.key,
    write: (key) => scans.update([caseId, scanId], { key }),
  }))
}

async function findCopies({ outbox }: LocalDatabase): Promise<Field[]> {
  const records = await outbox.filter(({ copy }) => isClear(copy)).toArray()
  return records.map(({ seq, caseId, opId }) => ({
    place: placeOfOperation(caseId, opId),
    read: async () => (await outbox.get(seq))?.copy,
    write: (copy) => outbox.update(seq, { copy }),
  }))
}

/** Operations that travelled open and have ended: from here on they lie here as their agent's copy alone. */
async function findEnded({ outbox }: LocalDatabase): Promise<Field[]> {
  const isOpen = ({ alg, state, copy }: OutboxRecord): boolean => alg === 'clear' && state === 'ended' && !copy
  const records = await outbox.filter(isOpen).toArray()
  return records.map(({ seq, caseId, opId }) => ({
    place: placeOfOperation(caseId, opId),
    read: async () => {
      const record = await outbox.get(seq)
      return record && isOpen(record) ? { alg: 'clear', keyId: '', bytes: record.body } : undefined
    },
    toValue: (bytes) => new TextDecoder().decode(bytes),
    write: (copy) => outbox.update(seq, { copy, alg: 'unsealed', keyId: '', body: new ArrayBuffer(0) }),
  }))
}

/** What an older app made ready to travel open, and still has to: the engine seals operations as they go. */
async function countOpenBodies({ outbox, scans }: LocalDatabase): Promise<number> {
  const operations = await outbox.filter(({ alg }) => alg === 'clear').count()
  return operations + (await scans.filter(({ body }) => isClear(body)).count())
}

function isSame(one: ArrayBuffer, other: ArrayBuffer): boolean {
  const [a, b] = [new Uint8Array(one), new Uint8Array(other)]
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
