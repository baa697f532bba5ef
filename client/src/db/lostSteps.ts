import type { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { LocalDatabase } from './localDatabase'
import { readMeta, writeMeta } from './meta'
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
 * `settled`: a person's word ended it, and its copy is about to go.
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

/** All of them, those that are settled among them. */
export const readLostSteps = async (db: LocalDatabase): Promise<readonly LostStep[]> =>
  (await readMeta(db, 'lost'))?.steps ?? []

/** Those that no person has settled. */
export const readOpenLostSteps = async (db: LocalDatabase): Promise<LostStep[]> =>
  (await readLostSteps(db)).filter(({ state }) => state.kind !== 'settled')

/** Writes down which steps are lost now. A person's word stands, whatever was found out meanwhile. */
export async function keepLostSteps(db: LocalDatabase, steps: readonly LostStep[]): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const before = await readLostSteps(db)
    const settled = new Set(before.filter(({ state }) => state.kind === 'settled').map(({ name }) => name))
    const next = steps.map((step): LostStep =>
      settled.has(step.name) ? { ...step, state: { kind: 'settled' } } : step,
    )
    // Looked for at each step of a person, and almost never there: nothing is written then.
    if (JSON.stringify(next) !== JSON.stringify(before)) await writeMeta(db, 'lost', { steps: next })
  })
}

/** Ends a step that was not taken, by a person's word; false where it is not, or no longer, among them. */
export async function settleLostStep(db: LocalDatabase, name: string): Promise<boolean> {
  return db.transaction('rw', db.meta, async () => {
    const steps = await readLostSteps(db)
    if (!steps.some((step) => step.name === name && step.state.kind === 'not-taken')) return false
    const settled = steps.map((step): LostStep => (step.name === name ? { ...step, state: { kind: 'settled' } } : step))
    await writeMeta(db, 'lost', { steps: settled })
    return true
  })
}
