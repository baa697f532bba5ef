import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { err, type Result } from '@onetrip/shared/lib/result'
import { discardDraft } from '../db/commands'
import type { LocalStore } from '../db/localStore'
import { findDraft } from '../db/queries'
import type { Held, HeldDrafts } from './heldDrafts'
import type { SaveQueue } from './saveQueue'

/**
 * Why a step was not begun. `absent`: this tablet has no copy of the application. `not-ours`: another tab writes it.
 * `not-saved`: a change of it is in memory only.
 */
export type NotBegun = { readonly kind: 'absent' | 'not-ours' | 'not-saved' }

type StepDeps = {
  readonly store: LocalStore
  readonly drafts: HeldDrafts
  readonly queue: SaveQueue
  readonly put: (held: Held, changes: Partial<Pick<Held, 'draft' | 'access'>>) => void
  /** Saves an application as it is held, with all of its pages that are in memory only. */
  readonly saveAgain: (held: Held) => void
}

/** What is done with an application as a whole: while it is, nothing else changes it. */
export function createIntakeSteps({ store, drafts, queue, put, saveAgain }: StepDeps) {
  /** Records a step that writes the application itself, such as handing in; all before it is on the disk. */
  async function takeStep<E extends { readonly kind: string }>(
    caseId: CaseId,
    take: (draft: IntakeDraft) => Promise<Result<IntakeDraft, E>>,
  ): Promise<Result<IntakeDraft, E | NotBegun>> {
    const here = drafts.find(caseId)
    const taken = here ? { kind: 'held' as const, held: here } : await drafts.take(caseId)
    if (taken.kind === 'absent') return err({ kind: 'absent' })
    if (taken.kind === 'taken' || taken.held.access !== 'ours') return err({ kind: 'not-ours' })
    const { held } = taken
    put(held, { access: 'stepping' })
    try {
      await queue.settled()
      if (queue.findUnwritten(caseId)) return err({ kind: 'not-saved' })
      const stepped = await take(held.draft)
      if (stepped.ok) held.draft = stepped.value
      else if (stepped.error.kind === 'overtaken') await readAnew(caseId)
      return stepped
    } finally {
      put(held, { access: 'ours' })
      drafts.letGo(caseId)
    }
  }

  /** Another tab has written it since: what lies on the disk counts. */
  async function readAnew(caseId: CaseId): Promise<void> {
    const draft = await findDraft(store, caseId)
    const held = drafts.find(caseId)
    if (held && draft) put(held, { draft })
    drafts.letGo(caseId)
  }

  /** Deletes an application that was never handed in, with its pages. Rejects when the disk does not answer. */
  async function discard(caseId: CaseId): Promise<Result<undefined, 'on-its-way' | 'not-ours'>> {
    const held = drafts.find(caseId)
    if (held?.access !== 'ours') return err('not-ours')
    put(held, { access: 'stepping' })
    try {
      await queue.drop(caseId)
      const discarded = await discardDraft(store, caseId)
      if (discarded.ok) drafts.forget(caseId)
      return discarded
    } finally {
      // What was dropped for the sake of a deletion that did not come about.
      if (drafts.find(caseId)) {
        put(held, { access: 'ours' })
        saveAgain(held)
      }
    }
  }

  return { takeStep, readAnew, discard }
}
