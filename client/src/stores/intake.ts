import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { useCatalogueStore } from './catalogue'
import { useHoldDraft } from './draftHold'
import type { Access, Held } from './heldDrafts'
import { createIntakeWork } from './intakeWork'
import { newDraft, type Beginning } from './newDraft'
import type { SaveState } from './saveQueue'
import { useTablet } from './tablet'

/** The application on the screen. `elsewhere`: this tablet has no copy of it. `failed`: its store does not answer. */
export type OpenIntake =
  | { readonly kind: 'loading'; readonly caseId: CaseId | undefined }
  | { readonly kind: 'open'; readonly draft: IntakeDraft; readonly access: Access }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed' }

/** The application on the screen, and the writing on it and on any that was left a moment ago. */
export const useIntakeStore = defineStore('intake', () => {
  const tablet = useTablet()
  const catalogues = useCatalogueStore()
  const opened = shallowRef<OpenIntake>({ kind: 'loading', caseId: undefined })
  const saving = shallowRef<SaveState>({ kind: 'saved', at: tablet.clock() })
  const work = { written: saving.value, makings: 0 }

  const { drafts, queue, steps, change, during, settled, readPage } = createIntakeWork({
    tablet,
    hold: useHoldDraft(),
    catalogue: () => catalogues.catalogue,
    isOnScreen: (caseId) => idOnScreen() === caseId,
    onChange: (held) => {
      if (idOnScreen() === held.draft.caseId) showHeld(held)
    },
    onSaving: (state) => {
      work.written = state
      tellSaving()
    },
    onMaking: (count) => {
      work.makings = count
      tellSaving()
    },
  })

  /** What is still being made is not on the disk either. */
  function tellSaving(): void {
    saving.value = work.makings > 0 && work.written.kind === 'saved' ? { kind: 'saving' } : work.written
  }

  function idOnScreen(): CaseId | undefined {
    const { value } = opened
    if (value.kind === 'open') return value.draft.caseId
    return value.kind === 'loading' ? value.caseId : undefined
  }

  function show(next: OpenIntake): void {
    const before = idOnScreen()
    opened.value = next
    if (before && before !== idOnScreen()) drafts.letGo(before)
  }

  const showHeld = ({ draft, access }: Held): void => show({ kind: 'open', draft, access })

  async function open(caseId: CaseId): Promise<void> {
    const here = drafts.find(caseId)
    if (here) {
      showHeld(here)
      return
    }
    show({ kind: 'loading', caseId })
    const taken = await drafts.take(caseId).catch(() => undefined)
    const held = drafts.find(caseId)
    if (idOnScreen() !== caseId) drafts.letGo(caseId)
    else if (held) showHeld(held)
    else if (taken?.kind === 'taken') show({ kind: 'open', draft: taken.draft, access: 'taken' })
    else show({ kind: taken ? 'elsewhere' : 'failed' })
  }

  /** Saved before its id is given out: a link to it never leads nowhere. */
  async function begin(beginning: Beginning): Promise<CaseId> {
    const draft = newDraft(tablet, beginning)
    const { caseId } = draft
    await drafts.takeNew(draft)
    show({ kind: 'open', draft, access: 'ours' })
    queue.put({ draft, added: [], removed: [] })
    await queue.settled()
    return caseId
  }

  return {
    opened,
    saving,
    open,
    begin,
    change,
    during,
    takeStep: steps.takeStep,
    discard: steps.discard,
    readPage,
    /** Nothing is on the screen any more. What is on its way to the disk gets there. */
    close: (): void => show({ kind: 'loading', caseId: undefined }),
    /** For an address that names no application. */
    forget: (): void => show({ kind: 'elsewhere' }),
    retrySave: queue.retry,
    settled,
    /** Resolves when nothing is left to write, whatever is still being made; false when it could not be written. */
    written: queue.settled,
  }
})
