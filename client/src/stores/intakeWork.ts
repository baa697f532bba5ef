import type { ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { err, type Result } from '@onetrip/shared/lib/result'
import { discardDraft, saveDraft } from '../db/commands'
import { findDraft, findScanBytes } from '../db/queries'
import type { NewScan } from '../db/toRecords'
import type { HoldDraft } from './draftHold'
import { namedScans, settleDraft } from './draftRules'
import { createHeldDrafts, type Held, type HeldDrafts } from './heldDrafts'
import { createSaveQueue, type SaveQueue, type SaveState } from './saveQueue'
import type { Tablet } from './tablet'

/**
 * Why a step was not begun. `absent`: this tablet has no copy of the application. `not-ours`: another tab writes it.
 * `not-saved`: a change of it is in memory only.
 */
export type NotBegun = { readonly kind: 'absent' | 'not-ours' | 'not-saved' }

export type Alter = (draft: IntakeDraft) => IntakeDraft

type IntakeWorkDeps = {
  readonly tablet: Tablet
  readonly hold: HoldDraft
  readonly catalogue: () => Catalogue | undefined
  readonly isOnScreen: (caseId: CaseId) => boolean
  /** An application has changed, or who may write it. */
  readonly onChange: (held: Held) => void
  readonly onSaving: (state: SaveState) => void
}

const RETRY_SAVE_MS = 5_000

/** Writing on applications, whichever is on the screen: every change is saved as it is made, by one tab only. */
export function createIntakeWork({ tablet, hold, catalogue, isOnScreen, onChange, onSaving }: IntakeWorkDeps) {
  // Pages that are not on the disk yet can be shown all the same.
  const unsaved = new Map<string, NewScan>()
  const queue: SaveQueue = createSaveQueue({
    write: async (save) => {
      const result = await saveDraft(tablet.store, save.draft, save)
      save.added.forEach(({ ref }) => unsaved.delete(ref.scanId))
      return result
    },
    done: (caseId, result) => {
      if (result.ok) drafts.letGo(caseId)
      else void readAnew(caseId)
    },
    clock: tablet.clock,
    tell: onSaving,
    later: (tryAgain) => {
      const timer = setTimeout(tryAgain, RETRY_SAVE_MS)
      return () => clearTimeout(timer)
    },
  })
  const drafts: HeldDrafts = createHeldDrafts({
    hold,
    read: (caseId) => findDraft(tablet.store, caseId),
    isNeeded: (caseId) => isOnScreen(caseId) || queue.findUnwritten(caseId) !== undefined,
  })

  function put(held: Held, changes: Partial<Pick<Held, 'draft' | 'access'>>): void {
    Object.assign(held, changes)
    onChange(held)
  }

  /**
   * Lays a change on an application and saves it; `added` are new pages that the change names. False, and nothing is
   * changed, where `alter` gives back what it was given, or this tab may not write it: it was let go or discarded, or a
   * step of it is being recorded.
   */
  function change(caseId: CaseId, alter: Alter, added: readonly NewScan[] = []): boolean {
    const held = drafts.find(caseId)
    if (held?.access !== 'ours') return false
    const before = held.draft
    const altered = alter(before)
    if (altered === before) return false
    const known = catalogue()
    const draft = known ? settleDraft(before, altered, known, tablet.clock()) : altered
    put(held, { draft })
    added.forEach((scan) => unsaved.set(scan.ref.scanId, scan))
    queue.put({ draft, added, removed: droppedScans(before, draft) })
    return true
  }

  /** Keeps an application changeable while something is being made for it, also when the screen has gone on. */
  async function during<Made>(caseId: CaseId, making: Promise<Made>): Promise<Made> {
    const held = drafts.find(caseId)
    if (held) held.uses += 1
    try {
      return await making
    } finally {
      if (held) held.uses -= 1
      drafts.letGo(caseId)
    }
  }

  /** Records a step that writes the application itself; all before it is on the disk, and nothing changes meanwhile. */
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
    const draft = await findDraft(tablet.store, caseId)
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
      const discarded = await discardDraft(tablet.store, caseId)
      if (discarded.ok) drafts.forget(caseId)
      return discarded
    } finally {
      if (drafts.find(caseId)) saveAgain(held)
    }
  }

  /** What was dropped for the sake of a deletion that did not come about. */
  function saveAgain(held: Held): void {
    put(held, { access: 'ours' })
    const added = namedScans(held.draft).flatMap(({ scanId }) => unsaved.get(scanId) ?? [])
    queue.put({ draft: held.draft, added, removed: [] })
  }

  const readPage = async ({ scanId }: ScanRef, caseId: CaseId): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    unsaved.get(scanId)?.bytes ?? findScanBytes(tablet.store, caseId, scanId)

  return { drafts, queue, change, during, takeStep, discard, readPage }
}

/** Pages that nothing names any more. Once handed in, a page may still be on its way and stays. */
function droppedScans(before: IntakeDraft, after: IntakeDraft): ScanId[] {
  if (after.receipt) return []
  const named = new Set(namedScans(after).map((page) => page.scanId))
  return namedScans(before).flatMap(({ scanId }) => (named.has(scanId) ? [] : [scanId]))
}
