import { computed, type ComputedRef } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { useCatalogueStore } from '../../stores/catalogue'
import { titleOf } from '../../stores/draftForm'
import { useDraftsOf } from '../../stores/drafts'
import { lastOf } from '../../stores/live'
import { useWords } from '../../words/useWords'

/** What a case of this tablet is called in a list. */
export function useCaseTitle(caseId: () => CaseId): {
  readonly draft: ComputedRef<IntakeDraft | undefined>
  readonly title: ComputedRef<string>
  readonly name: ComputedRef<string>
} {
  const drafts = useDraftsOf(() => [caseId()])
  const catalogues = useCatalogueStore()
  const { t } = useWords()
  const draft = computed(() => lastOf(drafts.value)?.drafts.find((one) => one.caseId === caseId()))
  const title = computed(
    () => (draft.value && catalogues.catalogue && titleOf(draft.value, catalogues.catalogue)) || t('cases.title'),
  )
  const name = computed(() => (draft.value && findApplicant(draft.value.parties)?.name) ?? '')
  return { draft, title, name }
}
