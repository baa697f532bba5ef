import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ScanRef } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'
import { findDraft, findScanBytes } from '../db/queries'
import type { NewScan } from '../db/commands'
import { useCatalogueStore } from './catalogue'
import { namedScans, settleDraft, shownFor } from './draftRules'
import { newDraft, type Beginning } from './newDraft'
import { createSaveQueue, writeSave, type SaveState } from './saveQueue'
import { useTablet } from './tablet'

/** The application on the screen. `elsewhere`: this tablet has no copy of it. */
export type OpenIntake =
  { readonly kind: 'loading' } | { readonly kind: 'open'; readonly draft: IntakeDraft } | { readonly kind: 'elsewhere' }

const RETRY_SAVE_MS = 5_000

/** The one application that is being written. Every change is saved as it is made. */
export const useIntakeStore = defineStore('intake', () => {
  const tablet = useTablet()
  const catalogues = useCatalogueStore()
  const opened = shallowRef<OpenIntake>({ kind: 'loading' })
  const saving = shallowRef<SaveState>({ kind: 'saved', at: tablet.clock() })
  // Pages that are not on the disk yet can be shown all the same.
  const unsaved = new Map<string, Uint8Array<ArrayBuffer>>()

  const queue = createSaveQueue({
    write: async (save) => {
      await writeSave(tablet.store, save)
      save.added.forEach(({ ref }) => unsaved.delete(ref.scanId))
    },
    clock: tablet.clock,
    tell: (state) => {
      saving.value = state
    },
    later: (tryAgain) => {
      const timer = setTimeout(tryAgain, RETRY_SAVE_MS)
      return () => clearTimeout(timer)
    },
  })

  async function open(caseId: CaseId): Promise<void> {
    const isHere = opened.value.kind === 'open' && opened.value.draft.caseId === caseId
    if (!isHere) opened.value = { kind: 'loading' }
    const shown = opened.value
    const isOnDisk = await queue.settled()
    // What a full disk would not take is in memory only.
    if (isHere && !isOnDisk) return
    const draft = await findDraft(tablet.store, caseId)
    // Somebody wrote while the disk was read: what is on the screen is newer.
    if (opened.value !== shown) return
    opened.value = draft ? { kind: 'open', draft } : { kind: 'elsewhere' }
  }

  /** For an address that names no application. */
  function forget(): void {
    opened.value = { kind: 'elsewhere' }
  }

  /** Saved before its id is given out: a link to it never leads nowhere. */
  async function begin(beginning: Beginning): Promise<CaseId> {
    const draft = newDraft(tablet, beginning)
    await queue.settled()
    opened.value = { kind: 'open', draft }
    queue.put({ draft, added: [], removed: [] })
    await queue.settled()
    return draft.caseId
  }

  /** Lays a change on the application and saves it; `added` are new pages that the change names. */
  function change(alter: (draft: IntakeDraft) => IntakeDraft, added: readonly NewScan[] = []): void {
    if (opened.value.kind !== 'open') return
    const before = opened.value.draft
    const altered = alter(before)
    const { catalogue } = catalogues
    const draft = catalogue ? settleDraft(before, altered, catalogue, tablet.clock()) : altered
    opened.value = { kind: 'open', draft }
    added.forEach(({ ref, bytes }) => unsaved.set(ref.scanId, bytes))
    queue.put({ draft, added, removed: droppedScans(before, draft) })
  }

  /** What another step wrote (handing in): the disk already has it. */
  function adopt(draft: IntakeDraft): void {
    opened.value = { kind: 'open', draft }
  }

  const readPage = async ({ scanId }: ScanRef, caseId: CaseId): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    unsaved.get(scanId) ?? findScanBytes(tablet.store, caseId, scanId)

  /** SHA-256 of what the applicant is shown, as `Signature.shownHash` wants it. */
  async function hashShown(draft: IntakeDraft): Promise<string> {
    if (!catalogues.catalogue) throw new Error('signing without a catalogue')
    return tablet.sha256Hex(new TextEncoder().encode(canonicalJson(shownFor(draft, catalogues.catalogue))))
  }

  return {
    opened,
    saving,
    open,
    forget,
    begin,
    change,
    adopt,
    readPage,
    hashShown,
    retrySave: queue.retry,
    settled: queue.settled,
  }
})

/** Pages that nothing names any more. Once handed in, a page may still be on its way and stays. */
function droppedScans(before: IntakeDraft, after: IntakeDraft): ScanId[] {
  if (after.receipt) return []
  const named = new Set(namedScans(after).map((page) => page.scanId))
  return namedScans(before).flatMap(({ scanId }) => (named.has(scanId) ? [] : [scanId]))
}
