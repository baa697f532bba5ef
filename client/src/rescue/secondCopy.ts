import type { Result } from '@onetrip/shared/lib/result'
import type { BundleRefusal } from '@onetrip/shared/wire/bundle'
import type { Failure } from '../api/reply'
import type { LocalDatabase, OutboxRecord } from '../db/localDatabase'
import { readMeta } from '../db/meta'
import type { ParkedBecause, QueuedOperation } from '../db/outboxEntry'
import { toQueued } from '../db/queries'
import { openBundle } from './bundleStorage'
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

/** Why something that the database has lost will not come to the server from its copy, however often it is sent. */
export type NotTaken =
  | ParkedBecause
  /** The words were taken, and a scan was not. */
  | { readonly status: 'scan-refused' }
  /** The copy itself is damaged. */
  | { readonly status: 'unreadable' }

/** What is known of copies by their names, for as long as the page lives. Another server may say otherwise. [SYNC-R8] */
export type NotTakenCopies = {
  readonly isKnown: (name: string, storeEpoch: string | undefined) => boolean
  readonly add: (name: string, told: { readonly why: NotTaken; readonly storeEpoch: string | undefined }) => void
  /** It was taken after all. */
  readonly remove: (name: string) => void
}

export type SecondCopyDeps = Omit<BundleParts, 'onProgress' | 'signal'> & {
  readonly folder: CopyFolder
  readonly notTaken: NotTakenCopies
  /** `storeEpoch`: of the server that the store heard of last. */
  readonly send: (file: Blob, storeEpoch: string | undefined) => Promise<Result<BundleEnd, BundleRefusal | Failure>>
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
  const { folder, store, notTaken } = deps
  const [names, records] = await Promise.all([folder.list(), store.db.outbox.toArray()])
  const [copies, known] = [new Set(names), new Set(records.map(({ opId }) => opId))]
  const done = { copied: 0, rescued: 0, lost: 0 }
  for (const record of records) {
    const isDue = record.state !== 'ended' && !copies.has(nameOf(record.opId))
    if (isDue && (await copy(deps, record))) done.copied += 1
  }
  const storeEpoch = await readEpoch(store.db)
  const held = new Set<string>()
  for (const name of lostOf(names, known)) {
    if (notTaken.isKnown(name, storeEpoch)) continue
    const went = await sendLost(deps, { name, records, storeEpoch, held })
    if (went === 'there') {
      notTaken.remove(name)
      done.rescued += 1
    } else if (went === 'not-yet') done.lost += 1
    else notTaken.add(name, { why: went, storeEpoch })
  }
  return done
}

const readEpoch = async (db: LocalDatabase): Promise<string | undefined> =>
  (await readMeta(db, 'sync'))?.epoch ?? undefined

/** How many operations lie in their copies only, and may still be taken: they have not arrived. */
export async function countLost(folder: CopyFolder, db: LocalDatabase, notTaken: NotTakenCopies): Promise<number> {
  // First the copies: an operation is in the database before it has one.
  const names = await folder.list()
  const known = await db.outbox.orderBy('opId').keys()
  const storeEpoch = await readEpoch(db)
  return lostOf(names, new Set(known.map(String))).filter((name) => !notTaken.isKnown(name, storeEpoch)).length
}

/** In the order in which they were made. */
function lostOf(names: readonly string[], known: ReadonlySet<string>): string[] {
  const isKnown = (name: string): boolean => known.has(name.slice(0, -SUFFIX.length))
  return names.filter((name) => name.endsWith(SUFFIX) && !isKnown(name)).toSorted()
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

type Lost = {
  readonly name: string
  readonly records: readonly OutboxRecord[]
  readonly storeEpoch: string | undefined
  /** Cases of which an earlier copy has not gone: what builds on it would be refused for good. */
  readonly held: Set<string>
}

/**
 * The server takes each operation once: had it arrived before the database was lost, this says so again. A file that is
 * none of ours is nobody's work and stays where it is.
 */
async function sendLost(
  { folder, send }: SecondCopyDeps,
  { name, records, storeEpoch, held }: Lost,
): Promise<'there' | 'not-yet' | NotTaken> {
  const file = await folder.read(name)
  if (!file) return 'not-yet'
  const bundle = await openBundle(file, [])
  const [lost] = bundle.ok ? bundle.value.read().operations : []
  const isHeld = lost && (held.has(lost.caseId) || isBehind(lost, records))
  const sent = isHeld ? undefined : await send(file, storeEpoch)
  const went = sent ? whatBecame(sent) : 'not-yet'
  if (went === 'there') await folder.remove(name)
  if (went === 'not-yet' && lost) held.add(lost.caseId)
  return went
}

function whatBecame(sent: Awaited<ReturnType<SecondCopyDeps['send']>>): 'there' | 'not-yet' | NotTaken {
  if (!sent.ok) return sent.error === 'not-one' || sent.error === 'cut-short' ? { status: 'unreadable' } : 'not-yet'
  if (sent.value.kind === 'some-left') return whyNotTaken(sent.value)
  return sent.value.kind === 'all' ? 'there' : 'not-yet'
}

/** Whether the database has something of the same case to send first, which waits for nobody. [SYNC-R6] */
function isBehind(lost: Pick<QueuedOperation, 'caseId' | 'opId'>, records: readonly OutboxRecord[]): boolean {
  const ofCase = records.filter(({ caseId }) => caseId === lost.caseId)
  const isStuck = ofCase.some(({ state }) => state === 'parked')
  // Their ids are in the order in which they were made.
  return !isStuck && ofCase.some(({ state, opId }) => state === 'waiting' && opId < lost.opId)
}

function whyNotTaken(end: Extract<BundleEnd, { kind: 'some-left' }>): 'not-yet' | NotTaken {
  if (end.canGoLater) return 'not-yet'
  return end.refusals[0] ?? { status: 'scan-refused' }
}
