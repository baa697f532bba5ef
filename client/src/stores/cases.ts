import { defineStore } from 'pinia'
import { computed, onScopeDispose } from 'vue'
import type { IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { stationFeed, StationId } from '@onetrip/shared/lib/ids'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { createFeedReader } from '../db/feedReader'
import { titleOf } from './draftForm'
import { createLive, lastOf } from './live'
import { useTablet } from './tablet'

const useStationCases = defineStore('cases', () => {
  const { store, me } = useTablet()
  const live = createLive(createFeedReader(store, stationFeed(StationId.parse(me.unitId))))
  // The reader gives the same object back while nothing changed: then nothing below is made anew.
  const known = computed(() => lastOf(live.state.value))
  const stationCases = computed(() =>
    [...(known.value?.rows.values() ?? [])]
      .filter((row): row is StationCaseRow => row.kind === 'case')
      .toSorted((a, b) => (a.collectedAt < b.collectedAt ? 1 : -1)),
  )
  return {
    state: computed(() => live.state.value.kind),
    unreadable: computed(() => known.value?.unreadable ?? 0),
    stationCases,
    rowByCaseId: computed(() => new Map(stationCases.value.map((row) => [row.caseId, row]))),
    wantingCorrection: computed(() => stationCases.value.filter((row) => openCorrections(row).length > 0)),
    follow: live.follow,
  }
})

/**
 * The station's cases as the server last told them, newest first. They are read while a component that asks for
 * them is mounted, and no longer.
 */
export function useCasesStore(): ReturnType<typeof useStationCases> {
  const cases = useStationCases()
  onScopeDispose(cases.follow())
  return cases
}

/** What departments ask for in a case and have not been answered. */
export function openCorrections(row: StationCaseRow): OpenCorrection[] {
  return row.tasks.flatMap((task) =>
    task.state.status === 'correction-required'
      ? [{ taskId: task.taskId, itemCode: task.item.itemCode, correction: task.state.correction }]
      : [],
  )
}

/** What a case of the station is called. A row names its theme by code alone. */
export function titleOfRow(row: StationCaseRow, catalogue: Catalogue): string {
  const theme = catalogue.themes.find((one) => one.themeCode === row.themeCode)
  const chosen: Pick<IntakeDraft, 'items' | 'theme'> = {
    items: row.items,
    ...(theme && { theme: { themeCode: theme.themeCode, version: theme.version } }),
  }
  return titleOf(chosen, catalogue)
}
