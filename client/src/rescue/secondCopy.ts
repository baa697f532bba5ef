import type { Result } from '@onetrip/shared/lib/result'
import type { BundleRefusal } from '@onetrip/shared/wire/bundle'
import type { Failure } from '../api/reply'
import type { OutboxRecord } from '../db/localDatabase'
import { toQueued } from '../db/queries'
import { bundleOf, type BundleParts } from './makeBundle'
import type { BundleEnd } from './sendBundle'

/** A folder of files that the browser keeps apart from its database. */
export type CopyFolder = {
  readonly list: () => Promise<readonly string[]>
  /** Undefined when there is none of that name. */
  readonly read: (name: string) => Promise<Blob | undefined>
  /** Whole or not at all: a file that is there under its name was written to its end. */
  readonly write: (name: string, content: Blob) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}

export type SecondCopyDeps = Omit<BundleParts, 'onProgress' | 'signal'> & {
  readonly folder: CopyFolder
  readonly send: (file: Blob) => Promise<Result<BundleEnd, BundleRefusal | Failure>>
}

export type Reconciled = {
  /** Operations that got their copy now. */
  readonly copied: number
  /** Operations that the database had lost, and the server has now. */
  readonly rescued: number
  /** Operations that the database has lost, and that could not be sent yet: the next round tries again. */
  readonly lost: number
}

/**
 * Keeps a second copy of what is on its way, outside the database, and sends from it what the database has lost. A copy
 * is a rescue bundle of one operation with the scans that it names, written after *Saved*; it goes when its operation
 * has ended and is forgotten. Never two rounds at a time. [SYNC-R20]
 */
export async function reconcileCopies(deps: SecondCopyDeps): Promise<Reconciled> {
  const { folder, store } = deps
  const [names, records] = await Promise.all([folder.list(), store.db.outbox.toArray()])
  const known = new Map(records.map((record) => [nameOf(record.opId), record]))
  const copies = new Set(names)
  const done = { copied: 0, rescued: 0, lost: 0 }
  for (const [name, record] of known) {
    if (record.state !== 'ended' && !copies.has(name) && (await copy(deps, record))) done.copied += 1
  }
  for (const name of names) {
    if (!name.endsWith(SUFFIX) || known.has(name)) continue
    if (await sendLost(deps, name)) done.rescued += 1
    else done.lost += 1
  }
  return done
}

const SUFFIX = '.onetrip'
const nameOf = (opId: string): string => `${opId}${SUFFIX}`

/** Takes the copies of these operations away: the database forgets them on purpose. */
export async function removeCopies(folder: CopyFolder, opIds: readonly string[]): Promise<void> {
  for (const opId of opIds) await folder.remove(nameOf(opId))
}

/** False for one that is not sealed yet: nothing that could be read lies outside the database. */
async function copy({ folder, ...parts }: SecondCopyDeps, record: OutboxRecord): Promise<boolean> {
  if (record.alg !== 'sealed') return false
  const uploads = await parts.store.db.uploads.where('caseId').equals(record.caseId).toArray()
  const made = await bundleOf(
    { ...parts, onProgress: () => undefined, signal: new AbortController().signal },
    { operations: [toQueued(record)], uploads: uploads.filter(({ opId }) => opId === record.opId) },
  )
  if (!made.ok) return false
  await folder.write(nameOf(record.opId), made.value.file)
  return true
}

/**
 * The server takes each operation once: had it arrived before the database was lost, this says so again. A file that is
 * none of ours is nobody's work and stays where it is.
 */
async function sendLost({ folder, send }: SecondCopyDeps, name: string): Promise<boolean> {
  const file = await folder.read(name)
  const sent = file && (await send(file))
  if (!sent?.ok || sent.value.kind !== 'all') return false
  await folder.remove(name)
  return true
}
