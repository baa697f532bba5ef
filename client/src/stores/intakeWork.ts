import type { ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { saveDraft } from '../db/commands'
import { findDraft } from '../db/queries'
import { findScanBytes } from '../db/scanRecords'
import type { NewScan } from '../db/toRecords'
import type { HoldDraft } from './draftHold'
import { namedScans, settleDraft } from './draftRules'
import { createHeldDrafts, type Held, type HeldDrafts } from './heldDrafts'
import { createIntakeSteps } from './intakeSteps'
import { createSaveQueue, type SaveQueue, type SaveState } from './saveQueue'
import type { Tablet } from './tablet'

export type Alter = (draft: IntakeDraft) => IntakeDraft

type IntakeWorkDeps = {
  readonly tablet: Tablet
  readonly hold: HoldDraft
  readonly catalogue: () => Catalogue | undefined
  readonly isOnScreen: (caseId: CaseId) => boolean
  /** An application has changed, or who may write it. */
  readonly onChange: (held: Held) => void
  readonly onSaving: (state: SaveState) => void
  /** How much is being made for some application: pages, a signature. */
  readonly onMaking: (count: number) => void
}

const RETRY_SAVE_MS = 5_000

/** Writing on applications, whichever is on the screen: every change is saved as it is made, by one tab only. */
export function createIntakeWork(deps: IntakeWorkDeps) {
  const { tablet, hold, catalogue, isOnScreen, onChange, onSaving, onMaking } = deps
  // Pages that are not on the disk yet can be shown all the same.
  const unsaved = new Map<string, NewScan>()
  const makings = new Set<Promise<unknown>>()
  const queue: SaveQueue = createSaveQueue({
    write: async (save) => {
      const result = await saveDraft(tablet.store, save.draft, save)
      save.added.forEach(({ ref }) => unsaved.delete(ref.scanId))
      return result
    },
    done: (caseId, result) => {
      if (result.ok) drafts.letGo(caseId)
      else void steps.readAnew(caseId)
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
  const steps = createIntakeSteps({ store: tablet.store, drafts, queue, put, saveAgain })

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
    makings.add(making)
    onMaking(makings.size)
    try {
      return await making
    } finally {
      makings.delete(making)
      onMaking(makings.size)
      if (held) held.uses -= 1
      drafts.letGo(caseId)
    }
  }

  /** Resolves when nothing is being made and nothing is left to write; false when it could not be written. */
  async function settled(): Promise<boolean> {
    while (makings.size > 0) await Promise.allSettled(makings)
    return queue.settled()
  }

  function saveAgain({ draft }: Held): void {
    const added = namedScans(draft).flatMap(({ scanId }) => unsaved.get(scanId) ?? [])
    queue.put({ draft, added, removed: [] })
  }

  const readPage = async ({ scanId }: ScanRef, caseId: CaseId): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    unsaved.get(scanId)?.bytes ?? findScanBytes(tablet.store, caseId, scanId)

  return { drafts, queue, steps, change, during, settled, readPage }
}

/** Pages that nothing names any more. Once handed in, a page may still be on its way and stays. */
function droppedScans(before: IntakeDraft, after: IntakeDraft): ScanId[] {
  if (after.receipt) return []
  const named = new Set(namedScans(after).map((page) => page.scanId))
  return namedScans(before).flatMap(({ scanId }) => (named.has(scanId) ? [] : [scanId]))
}
