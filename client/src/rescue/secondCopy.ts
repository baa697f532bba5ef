import type { CaseId } from '@onetrip/shared/lib/ids'
import { nameOfPage, readCopyName, type CopyOf } from '../db/copyName'
import type { LocalDatabase } from '../db/localDatabase'
import {
  keepLostSteps,
  mayBeTaken,
  readEpoch,
  readLostSteps,
  type LostState,
  type LostStep,
  type NotTaken,
} from '../db/lostSteps'
import type { CopyFolder } from './copyFolder'
import { inOrderMade } from './copyHead'
import { copyWaiting, removeArrived, type CopyParts } from './copyWaiting'
import { sendCopy, type SendCopy } from './sendCopy'
import { countHeld, sendDamaged } from './sendDamaged'

export type SecondCopyDeps = CopyParts & {
  readonly send: SendCopy
  /** Is told what went wrong with one copy, or could not be written down of it: the others go on. */
  readonly log: (error: unknown) => void
}

export type Reconciled = {
  /** Operations, and pages that go without one, that got their copy now. */
  readonly copied: number
  /** What the tables had lost, and is settled now: the server has it. */
  readonly rescued: number
  /** What the tables have lost or cannot read, and could not be sent yet: a later round tries again. */
  readonly lost: number
}

/**
 * Keeps a second copy of what is on its way, outside the database, and sends from it what the database has lost. A copy
 * is a rescue bundle of one operation with the scans that it names, or of one page whose words are at the server,
 * written after *Saved*; it goes when its operation is forgotten or settled, or its page has arrived. Never two rounds at
 * a time. [SYNC-R20]
 */
export async function reconcileCopies(deps: SecondCopyDeps): Promise<Reconciled> {
  const { folder, store, log } = deps
  // Read once: what is settled from here on is met by the next round, whole.
  const known = await readLostSteps(store.db)
  // First what makes room: the disk may be full.
  for (const { name, state } of known) if (state.kind === 'settled') await folder.remove(name)
  await removeArrived(store.db, folder)
  const copied = await copyWaiting(deps, log)
  const { rescued, left } = await sendLost(deps, known)
  const pagesLeft = await sendDamaged({ ...deps, db: store.db }).catch(log)
  return { copied, rescued, lost: left + (pagesLeft ?? 0) }
}

async function sendLost(
  { folder, store, send, log }: SecondCopyDeps,
  known: readonly LostStep[],
): Promise<{ readonly rescued: number; readonly left: number }> {
  const { db } = store
  const found = await findLost(folder, db, known)
  const steps = new Map(found.map((step) => [step.name, step]))
  const note = () => keepLostSteps(db, [...steps.values()], known).catch(log)
  // So that it is told while it is being sent.
  await note()
  const storeEpoch = await readEpoch(db)
  const held = new Set<CaseId>()
  const takable = found.filter(({ state }) => mayBeTaken(state, storeEpoch))
  for (const step of await inOrderMade(folder, takable)) {
    const { went, caseId } = await sendCopy(step.name, { db, folder, send, storeEpoch, held, log })
    if (went === 'there') steps.delete(step.name)
    else steps.set(step.name, { ...step, ...(caseId && { caseId }), state: stateAfter(went, storeEpoch) })
    await note()
  }
  const left = [...steps.values()].filter(({ state }) => state.kind === 'waiting').length
  return { rescued: found.length - steps.size, left }
}

/** How many steps, and pages that cannot be read, lie in their copies only and may still be taken: they have not arrived. */
export async function countLost(folder: CopyFolder, db: LocalDatabase): Promise<number> {
  const storeEpoch = await readEpoch(db)
  const found = await findLost(folder, db, await readLostSteps(db))
  return found.filter(({ state }) => mayBeTaken(state, storeEpoch)).length + (await countHeld({ db, folder }))
}

const stateAfter = (went: 'not-yet' | NotTaken, storeEpoch: string | undefined): LostState =>
  went === 'not-yet' ? WAITING : { kind: 'not-taken', why: went, ...(storeEpoch !== undefined && { storeEpoch }) }

const WAITING: LostState = { kind: 'waiting' }

/** Words before pictures. A file that is none of ours is nobody's work. */
async function findLost(folder: CopyFolder, db: LocalDatabase, known: readonly LostStep[]): Promise<LostStep[]> {
  // First the copies: what is copied is in the tables before that.
  const names = (await folder.list()).toSorted()
  const [opIds, scanKeys] = await Promise.all([
    db.outbox.orderBy('opId').keys(),
    db.uploads.toCollection().primaryKeys(),
  ])
  const operations = new Set(opIds.map(String))
  const pages = new Set(scanKeys.map(([caseId, scanId]) => nameOfPage({ caseId, scanId })))
  const isThere = (name: string, of: CopyOf): boolean =>
    of.kind === 'operation' ? operations.has(of.opId) : pages.has(name)
  const knownByName = new Map(known.map((step) => [step.name, step]))
  const lostOf = (kind: CopyOf['kind']): LostStep[] =>
    names.flatMap((name): LostStep[] => {
      const [of, before] = [readCopyName(name), knownByName.get(name)]
      if (of?.kind !== kind || isThere(name, of) || before?.state.kind === 'settled') return []
      // What was found out of it stays known: its name may say less.
      const { caseId = before?.caseId } = of
      return [{ name, ...(caseId && { caseId }), ...opIdOf(of), state: before?.state ?? WAITING }]
    })
  return [...lostOf('operation'), ...lostOf('page')]
}

const opIdOf = (of: CopyOf): Pick<LostStep, 'opId'> => (of.kind === 'operation' ? { opId: of.opId } : {})

/** Takes the copies of these operations away: the database forgets them on purpose. */
export async function removeCopies(folder: CopyFolder, opIds: readonly string[]): Promise<void> {
  const forgotten = new Set(opIds)
  for (const name of await folder.list()) {
    const of = readCopyName(name)
    if (of?.kind === 'operation' && forgotten.has(of.opId)) await folder.remove(name)
  }
}
