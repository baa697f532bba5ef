import { computed, type ComputedRef } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import type { OutboxEntry } from '../../db/outboxEntry'
import { isMendedBy } from '../../stores/handInAgain'
import { lastOf } from '../../stores/live'
import { readOperation } from '../../stores/settle'
import { useUnsentOf } from '../../stores/whereabouts'

type Mendable = {
  /** Before that nobody can say that there is nothing to mend. */
  readonly isKnown: ComputedRef<boolean>
  /** What the server would not have of the application, if writing it anew can take its place. */
  readonly parked: ComputedRef<OutboxEntry | undefined>
}

export function useMendable(caseId: () => CaseId | undefined, draft: () => IntakeDraft | undefined): Mendable {
  const unsent = useUnsentOf(() => {
    const id = caseId()
    return id ? [id] : []
  })
  const parked = computed(() =>
    lastOf(unsent.value)?.entries.find((entry) => {
      const written = draft()
      return written && entry.state.kind === 'parked' && isMendedBy(written, entry.state.because, readOperation(entry))
    }),
  )
  return { isKnown: computed(() => unsent.value.kind !== 'reading'), parked }
}
