import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { CaseContent } from '@onetrip/shared/case/content'
import { followExchanges } from '@onetrip/shared/case/followExchanges'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { compareSides, type Comparison } from '@onetrip/shared/case/compareSides'
import { mergeSides, openPlaces, type Choice } from '@onetrip/shared/case/mergeSides'
import type { Operation } from '@onetrip/shared/wire/operation'
import type { OutboxEntry, ParkedBecause } from '../../db/outboxEntry'
import { adopted } from '../../stores/adopt'
import { useCasesStore } from '../../stores/cases'
import { useCatalogueStore } from '../../stores/catalogue'
import { useDraftsOf } from '../../stores/drafts'
import { isMendedBy } from '../../stores/handInAgain'
import { useIntakeStore } from '../../stores/intake'
import { lastOf } from '../../stores/live'
import { useOutboxStore } from '../../stores/outbox'
import { readOperation } from '../../stores/settle'
import { useTheirs, type Theirs } from '../../stores/theirs'

/** What is parked, as it was sent and with all that it says, beside the tablet's copy of its case. */
export type Parked = {
  readonly entry: OutboxEntry
  readonly because: ParkedBecause
  readonly operation: Operation
  readonly mine: CaseContent
  readonly draft: IntakeDraft | undefined
}

/** `gone`: it is not parked any more. `no-words`: it says nothing that could be compared. */
export type MergeView =
  | { readonly kind: 'reading' | 'gone' | 'no-words' }
  | { readonly kind: 'ready'; readonly parked: Parked; readonly comparison: Comparison }

/**
 * What can be done with it now: merged into an answer, opened as it was, or compared only: for this tablet has no
 * application to put it into (`no-copy`), for no correction is open any more, or for the server would not have it anyhow.
 */
export type WayOut = 'adopt' | 'mend' | 'wait' | 'no-copy' | 'nothing-asked' | 'compare-only'

export type Merge = {
  readonly view: ComputedRef<MergeView>
  readonly theirs: ComputedRef<Theirs>
  readonly askAgain: () => Promise<void>
  readonly choices: Ref<ReadonlyMap<string, Choice>>
  readonly choose: (key: string, choice: Choice) => void
  readonly openCount: ComputedRef<number>
  readonly wayOut: ComputedRef<WayOut>
  /** Puts what was merged into the application; false when nothing was changed, for another tab writes it. */
  readonly adopt: () => Promise<boolean>
}

/** One parked operation beside what the server has and what stood before. [CASE-R19] */
export function useMerge(opId: () => string): Merge {
  const outbox = useOutboxStore()
  const cases = useCasesStore()
  const catalogues = useCatalogueStore()
  const intake = useIntakeStore()
  const choices = ref<ReadonlyMap<string, Choice>>(new Map())

  const entry = computed(() => outbox.parked.find((one) => one.opId === opId()))
  const drafts = useDraftsOf(() => (entry.value ? [entry.value.caseId] : []))
  const operation = computed(() => entry.value && readOperation(entry.value))
  const { theirs, askAgain } = useTheirs(() => (hasTheirs() ? entry.value?.caseId : undefined))

  /** Of what was never taken the server has nothing. */
  function hasTheirs(): boolean {
    if (operation.value?.kind === 'case.correct') return true
    const { state, caseId } = entry.value ?? {}
    const isThere = state?.kind === 'parked' && isRefusedAs(state.because, 'case-exists')
    return operation.value?.kind === 'case.submit' && (isThere || (!!caseId && cases.rowByCaseId.has(caseId)))
  }

  const view = computed((): MergeView => {
    if (!outbox.isRead || (entry.value && drafts.value.kind === 'reading')) return { kind: 'reading' }
    if (entry.value?.state.kind !== 'parked') return { kind: 'gone' }
    if (operation.value?.kind !== 'case.submit' && operation.value?.kind !== 'case.correct') return { kind: 'no-words' }
    const { content: mine } = operation.value.payload
    const { caseId, state } = entry.value
    const draft = lastOf(drafts.value)?.drafts.find((one) => one.caseId === caseId)
    const parked = { entry: entry.value, because: state.because, operation: operation.value, mine, draft }
    const isAnswer = operation.value.kind === 'case.correct'
    const before = isAnswer ? (draft?.correcting?.before ?? draft?.answeredFrom) : undefined
    const now = theirs.value.kind === 'ready' ? theirs.value.found : undefined
    // A page that was exchanged can be named by nobody any more: who chose it would meet the same conflict again.
    const exchanges = now?.exchanges ?? []
    const sides = {
      before: before && followExchanges(before, exchanges),
      mine: followExchanges(mine, exchanges),
      theirs: now?.content,
    }
    return { kind: 'ready', parked, comparison: compareSides(sides) }
  })

  const wayOut = computed((): WayOut => {
    if (view.value.kind !== 'ready') return 'wait'
    const { operation: sent, because, draft } = view.value.parked
    if (isRefusedAs(because, 'not-permitted')) return 'compare-only'
    if (sent.kind === 'case.submit') {
      if (hasTheirs()) return 'compare-only'
      return draft && isMendedBy(draft, because, sent) ? 'mend' : 'no-copy'
    }
    if (theirs.value.kind === 'absent') return 'compare-only'
    if (theirs.value.kind !== 'ready') return 'wait'
    if (theirs.value.found.openCorrections.length === 0) return 'nothing-asked'
    return draft ? 'adopt' : 'no-copy'
  })

  async function adopt(): Promise<boolean> {
    const { value: shown } = view
    const { catalogue } = catalogues
    if (shown.kind !== 'ready' || !catalogue) return false
    const { caseId } = shown.parked.entry
    await intake.open(caseId)
    const isChanged = intake.change(caseId, (draft) => {
      if (wayOut.value === 'mend') return { ...draft, step: 'check' }
      if (wayOut.value !== 'adopt' || theirs.value.kind !== 'ready') return draft
      const { found } = theirs.value
      const merged = mergeSides(shown.comparison, choices.value, followExchanges(draft, found.exchanges ?? []))
      if (!merged.ok) return draft
      return adopted(draft, { merged: merged.value, mine: shown.parked.mine, theirs: found }, catalogue)
    })
    if (!isChanged) intake.close()
    return isChanged
  }

  // Places of two operations may bear one key: what was chosen of one is not chosen of the other.
  watch(opId, () => {
    choices.value = new Map()
  })

  return {
    view,
    theirs: computed(() => theirs.value),
    askAgain,
    choices,
    choose: (key, choice) => {
      choices.value = new Map([...choices.value, [key, choice]])
    },
    openCount: computed(() =>
      view.value.kind === 'ready' ? openPlaces(view.value.comparison, choices.value).length : 0,
    ),
    wayOut,
    adopt,
  }
}

const isRefusedAs = (because: ParkedBecause, kind: string): boolean =>
  because.status === 'refused' && because.refusal.kind === kind
