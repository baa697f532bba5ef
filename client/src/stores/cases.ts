import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import { stationFeed, StationId, type CaseId } from '@onetrip/shared/lib/ids'
import type { FeedRow, StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { discardDraft } from '../db/commands'
import { readFeed } from '../db/feedPages'
import { readDrafts } from '../db/queries'
import { useLive } from './live'
import { useTablet } from './tablet'

/** The applications written on this tablet, and the station's cases as the server last told them. */
export const useCasesStore = defineStore('cases', () => {
  const { store, me } = useTablet()
  const feedId = stationFeed(StationId.parse(me.unitId))
  const drafts = useLive<readonly IntakeDraft[]>(() => readDrafts(store), [])
  const rows = useLive<ReadonlyMap<string, FeedRow>>(() => readFeed(store.db, store.codec, feedId), new Map())

  const stationCases = computed(() =>
    [...rows.value.values()]
      .filter((row): row is StationCaseRow => row.kind === 'case')
      .toSorted((a, b) => (a.collectedAt < b.collectedAt ? 1 : -1)),
  )
  const rowByCaseId = computed(() => new Map(stationCases.value.map((row) => [row.caseId, row])))
  const unfinished = computed(() => drafts.value.filter((draft) => !draft.receipt))
  const handedIn = computed(() => drafts.value.filter((draft) => draft.receipt !== undefined))
  const wantingCorrection = computed(() => stationCases.value.filter((row) => openCorrections(row).length > 0))

  return {
    drafts,
    unfinished,
    handedIn,
    stationCases,
    rowByCaseId,
    wantingCorrection,
    discard: (caseId: CaseId) => discardDraft(store, caseId),
  }
})

/** What departments ask for in a case and have not been answered. */
export function openCorrections(row: StationCaseRow): OpenCorrection[] {
  return row.tasks.flatMap((task) =>
    task.state.status === 'correction-required'
      ? [{ taskId: task.taskId, itemCode: task.item.itemCode, correction: task.state.correction }]
      : [],
  )
}
