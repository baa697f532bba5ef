import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from './localDatabase'
import { leapReceiptCounter, readMeta, writeMeta } from './meta'
import type { ParkedBecause } from './outboxEntry'

/** Why something that the tables have lost will not come to the server from its copy, however often it is sent. */
export type NotTaken =
  | ParkedBecause
  /** The words were taken, or were there, and a scan was not. */
  | { readonly status: 'scan-refused' }
  /** The copy itself is damaged. */
  | { readonly status: 'unreadable' }

/**
 * `waiting`: goes from its copy by itself. `not-taken`: by the server of this epoch; another may say otherwise [SYNC-R8].
 * `settled`: a person's word ended it, or what it is a copy of, and the copy is about to go.
 */
export type LostState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'not-taken'; readonly why: NotTaken; readonly storeEpoch?: string }
  | { readonly kind: 'settled' }

/** What lies in its second copy only: the tables have lost it. [SYNC-R20] */
export type LostStep = {
  /** Of the copy. */
  readonly name: string
  /** Absent where neither the copy nor its name tells. */
  readonly caseId?: CaseId
  /** Absent for a page that goes without an operation. */
  readonly opId?: OpId
  readonly state: LostState
}

/** All that is written down of copies, as it is written down. */
export const readLostSteps = async (db: LocalDatabase): Promise<readonly LostStep[]> =>
  (await readMeta(db, 'lost'))?.steps ?? []

/** Those that no person has settled; what another server did not take waits for this one. */
export async function readOpenLostSteps(db: LocalDatabase): Promise<LostStep[]> {
  const steps = await readLostSteps(db)
  if (steps.length === 0) return []
  const storeEpoch = await readEpoch(db)
  return steps.flatMap((step): LostStep[] => {
    if (step.state.kind === 'settled') return []
    return [mayBeTaken(step.state, storeEpoch) ? { ...step, state: { kind: 'waiting' } } : step]
  })
}

/** Of the server that the store heard of last. */
export const readEpoch = async (db: LocalDatabase): Promise<string | undefined> =>
  (await readMeta(db, 'sync'))?.epoch ?? undefined

/** Another server may take what the one of before did not. [SYNC-R8] */
export const mayBeTaken = (state: LostState, storeEpoch: string | undefined): boolean =>
  state.kind === 'waiting' || (state.kind === 'not-taken' && state.storeEpoch !== storeEpoch)

/**
 * Writes down which steps are lost now; `known` is what was written down when that was begun to be found out. A person's
 * word stands, and what was settled meanwhile.
 */
export async function keepLostSteps(
  db: LocalDatabase,
  steps: readonly LostStep[],
  known: readonly LostStep[] = [],
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const before = await readLostSteps(db)
    const settled = new Map(before.flatMap((step) => (step.state.kind === 'settled' ? [[step.name, step]] : [])))
    const seen = new Set([...steps, ...known].map(({ name }) => name))
    const next = [
      ...steps.map((step) => settled.get(step.name) ?? step),
      ...[...settled.values()].filter(({ name }) => !seen.has(name)),
    ]
    const names = new Set(before.map(({ name }) => name))
    const foundNow = next.filter(({ name, opId }) => opId && !names.has(name)).length
    if (foundNow > 0) await leapReceiptCounter(db, foundNow)
    // Looked for at each step of a person, and almost never there: nothing is written then.
    if (JSON.stringify(next) !== JSON.stringify(before)) await writeMeta(db, 'lost', { steps: next })
  })
}

/**
 * Ends a step that was not taken, by a person's word; false where it is not, or no longer, among them, or where another
 * server has not been asked yet.
 */
export async function settleLostStep(db: LocalDatabase, name: string): Promise<boolean> {
  return db.transaction('rw', db.meta, async () => {
    const isOpen = (await readOpenLostSteps(db)).some((step) => step.name === name && step.state.kind === 'not-taken')
    if (isOpen) await settleCopies(db, [name])
    return isOpen
  })
}

/** Copies that a person's word has made needless go with the next round; nobody takes them for lost. */
export async function settleCopies(db: LocalDatabase, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const settled = names.map((name): LostStep => ({ name, state: { kind: 'settled' } }))
  await db.transaction('rw', db.meta, async () => {
    const others = (await readLostSteps(db)).filter(({ name }) => !names.includes(name))
    await writeMeta(db, 'lost', { steps: [...others, ...settled] })
  })
}
