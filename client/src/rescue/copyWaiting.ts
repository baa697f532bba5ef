import type { LocalDatabase, OutboxRecord, UploadRecord } from '../db/localDatabase'
import { toQueued } from '../db/queries'
import type { CopyFolder } from './copyFolder'
import { nameOfOperation, nameOfPage, readCopyName, type CopyOf } from '../db/copyName'
import { bundleOf, type Bundled, type BundleParts } from './makeBundle'

export type CopyParts = Omit<BundleParts, 'onProgress' | 'signal'> & { readonly folder: CopyFolder }

/**
 * Copies what waits and has no copy: each operation with the scans that it names, and each page that goes without one.
 * Tells how many it copied. What cannot be copied, for want of room, keeps nothing else back.
 */
export async function copyWaiting(parts: CopyParts, log: (error: unknown) => void): Promise<number> {
  const { folder, store } = parts
  const { db } = store
  const done = { copied: 0 }
  const attempt = async (copying: () => Promise<boolean>): Promise<void> => {
    if (await copying().catch(log)) done.copied += 1
  }
  const names = await folder.list()
  const copies = names.flatMap((name) => readCopyName(name) ?? [])
  for (const seq of await seqsToCopy(db, copies)) {
    const record = await db.outbox.get(seq)
    if (record) await attempt(() => copyOperation(parts, record))
  }
  for (const page of await pagesAlone(db, copies)) {
    const name = nameOfPage(page)
    if (!names.includes(name)) await attempt(() => copy(parts, name, { operations: [], uploads: [page] }))
  }
  return done.copied
}

const opIdsOf = (copies: readonly CopyOf[]): string[] =>
  copies.flatMap((one) => (one.kind === 'operation' ? [one.opId] : []))

/** By the indexes: only what is copied is read with its body. */
async function seqsToCopy(db: LocalDatabase, copies: readonly CopyOf[]): Promise<number[]> {
  const copied: ReadonlySet<unknown> = new Set(opIdsOf(copies))
  const { outbox } = db
  return db.transaction('r', outbox, async () => {
    const byOpId = outbox.orderBy('opId')
    const [opIds, seqs, waiting] = await Promise.all([
      byOpId.keys(),
      byOpId.primaryKeys(),
      outbox.where('state').anyOf('waiting', 'parked').primaryKeys(),
    ])
    const isWaiting = new Set(waiting)
    // In the order in which they were made.
    return seqs.filter((seq, nth) => isWaiting.has(seq) && !copied.has(opIds[nth]))
  })
}

/** Pages that wait without an operation: none in the tables names them, and none that these have lost. */
async function pagesAlone({ outbox, uploads }: LocalDatabase, copies: readonly CopyOf[]): Promise<UploadRecord[]> {
  const left = await uploads.where('state').anyOf('waiting', 'blocked').toArray()
  const named = await outbox
    .where('opId')
    .anyOf(left.map(({ opId }) => opId))
    .keys()
  const operations = new Set([...named.map(String), ...opIdsOf(copies)])
  return left.filter(({ opId }) => !operations.has(opId))
}

/** False for one that is not sealed yet: nothing that could be read lies outside the database. */
async function copyOperation(parts: CopyParts, record: OutboxRecord): Promise<boolean> {
  if (record.alg !== 'sealed') return false
  const uploads = await parts.store.db.uploads.where('caseId').equals(record.caseId).toArray()
  const ofOperation = uploads.filter(({ opId }) => opId === record.opId)
  return copy(parts, nameOfOperation(record), { operations: [toQueued(record)], uploads: ofOperation })
}

async function copy({ folder, ...parts }: CopyParts, name: string, bundled: Bundled): Promise<boolean> {
  const given = { ...parts, onProgress: () => undefined, signal: new AbortController().signal }
  const made = await bundleOf(given, bundled)
  // A page that is damaged here, or lies open, is not in it.
  if (!made.ok || made.value.operations + made.value.scans === 0) return false
  await folder.write(name, made.value.file)
  return true
}

/** A page's copy goes when the server has signed for it; that of an operation stays as long as the operation does. */
export async function removeArrived({ uploads }: LocalDatabase, folder: CopyFolder): Promise<void> {
  const copies = (await folder.list()).flatMap((name) => readCopyName(name) ?? [])
  const pages = copies.filter((one) => one.kind === 'page')
  const records = await uploads.bulkGet(pages.map(({ caseId, scanId }): [string, string] => [caseId, scanId]))
  for (const record of records) if (record?.state === 'arrived') await folder.remove(nameOfPage(record))
}
