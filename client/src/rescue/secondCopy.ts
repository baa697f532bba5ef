import type { CaseId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from '../db/localDatabase'
import { keepLostSteps, readLostSteps, type LostState, type LostStep, type NotTaken } from '../db/lostSteps'
import { readMeta } from '../db/meta'
import type { CopyFolder } from './copyFolder'
import { nameOfPage, readCopyName, type CopyOf } from './copyName'
import { copyWaiting, type CopyParts } from './copyWaiting'
import { sendCopy, type SendCopy } from './sendCopy'

export type SecondCopyDeps = CopyParts & {
  readonly send: SendCopy
  /** Is told what could not be written down of lost steps: they are sent all the same. */
  readonly log: (error: unknown) => void
}

export type Reconciled = {
  /** Operations, and pages that go without one, that got their copy now. */
  readonly copied: number
  /** What the tables had lost, and the server has now. */
  readonly rescued: number
  /** What the tables have lost, and could not be sent yet: the next round tries again. */
  readonly lost: number
}

/**
 * Keeps a second copy of what is on its way, outside the database, and sends from it what the database has lost. A copy
 * is a rescue bundle of one operation with the scans that it names, or of one page whose words are at the server,
 * written after *Saved*; it goes when its operation is forgotten, or its page has arrived. Never two rounds at a time.
 * [SYNC-R20]
 */
export async function reconcileCopies(deps: SecondCopyDeps): Promise<Reconciled> {
  const { folder, store, send, log } = deps
  const { db } = store
  const copied = await copyWaiting(deps)
  const found = await findLost(folder, db)
  const steps = new Map(found.map((step) => [step.name, step]))
  const note = () => keepLostSteps(db, [...steps.values()]).catch(log)
  // So that it is told while it is being sent.
  await note()
  const storeEpoch = await readEpoch(db)
  const held = new Set<CaseId>()
  for (const step of found.filter(({ state }) => mayBeTaken(state, storeEpoch))) {
    const { went, caseId } = await sendCopy(step.name, { db, folder, send, storeEpoch, held })
    if (went === 'there') steps.delete(step.name)
    else steps.set(step.name, { ...step, ...(caseId && { caseId }), state: stateAfter(went, storeEpoch) })
    await note()
  }
  for (const { name, state } of found) if (state.kind === 'settled') await folder.remove(name)
  const left = [...steps.values()].filter(({ state }) => state.kind === 'waiting').length
  return { copied, rescued: found.length - steps.size, lost: left }
}

/** How many lie in their copies only, and may still be taken: they have not arrived. */
export async function countLost(folder: CopyFolder, db: LocalDatabase): Promise<number> {
  const storeEpoch = await readEpoch(db)
  return (await findLost(folder, db)).filter(({ state }) => mayBeTaken(state, storeEpoch)).length
}

const readEpoch = async (db: LocalDatabase): Promise<string | undefined> =>
  (await readMeta(db, 'sync'))?.epoch ?? undefined

/** Another server may take what the one of before did not. [SYNC-R8] */
const mayBeTaken = (state: LostState, storeEpoch: string | undefined): boolean =>
  state.kind === 'waiting' || (state.kind === 'not-taken' && state.storeEpoch !== storeEpoch)

const stateAfter = (went: 'not-yet' | NotTaken, storeEpoch: string | undefined): LostState =>
  went === 'not-yet'
    ? { kind: 'waiting' }
    : { kind: 'not-taken', why: went, ...(storeEpoch !== undefined && { storeEpoch }) }

/** In the order in which they were made, words before pictures. A file that is none of ours is nobody's work. */
async function findLost(folder: CopyFolder, db: LocalDatabase): Promise<LostStep[]> {
  // First the copies: what is copied is in the tables before that.
  const names = (await folder.list()).toSorted()
  const [opIds, scanKeys, known] = await Promise.all([
    db.outbox.orderBy('opId').keys(),
    db.uploads.toCollection().primaryKeys(),
    readLostSteps(db),
  ])
  const operations = new Set(opIds.map(String))
  const pages = new Set(scanKeys.map(([caseId, scanId]) => nameOfPage({ caseId, scanId })))
  const isThere = (name: string, of: CopyOf): boolean =>
    of.kind === 'operation' ? operations.has(of.opId) : pages.has(name)
  const stateByName = new Map(known.map(({ name, state }) => [name, state]))
  const lost = names.flatMap((name) => {
    const of = readCopyName(name)
    return of && !isThere(name, of) ? [{ of, name, state: stateByName.get(name) ?? WAITING }] : []
  })
  const words = lost.flatMap(({ of, ...step }) =>
    of.kind === 'operation' ? [{ ...step, opId: of.opId, ...ofCase(of) }] : [],
  )
  const pictures = lost.flatMap(({ of, ...step }) => (of.kind === 'page' ? [{ ...step, ...ofCase(of) }] : []))
  return [...words, ...pictures]
}

const WAITING: LostState = { kind: 'waiting' }

const ofCase = ({ caseId }: CopyOf): Pick<LostStep, 'caseId'> => (caseId ? { caseId } : {})

/** Takes the copies of these operations away: the database forgets them on purpose. */
export async function removeCopies(folder: CopyFolder, opIds: readonly string[]): Promise<void> {
  const forgotten = new Set(opIds)
  for (const name of await folder.list()) {
    const of = readCopyName(name)
    if (of?.kind === 'operation' && forgotten.has(of.opId)) await folder.remove(name)
  }
}
