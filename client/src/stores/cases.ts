import { defineStore } from 'pinia'
import { computed, onScopeDispose, watch } from 'vue'
import type { IntakeDraft, OpenCorrection } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { stationFeed, StationId, type CaseId } from '@onetrip/shared/lib/ids'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { createCaseReader } from '../db/caseReader'
import { titleOf } from './draftForm'
import { createLive, lastOf } from './live'
import { useTablet } from './tablet'

const useStationCases = defineStore('cases', () => {
  const { store, me } = useTablet()
  const cases = createCaseReader(store, stationFeed(StationId.parse(me.unitId)))
  const newest = createLive(cases.readNewest)
  const live = createLive(cases.readAll)

  /** The newest first, alone: ten thousand cases take a moment. */
  function follow(): () => void {
    const ends = [newest.follow()]
    const stop = watch(
      () => newest.state.value.kind === 'reading',
      (isReading) => {
        if (!isReading && ends.length === 1) ends.push(live.follow())
      },
      { immediate: true, flush: 'sync' },
    )
    return () => {
      stop()
      for (const end of ends) end()
    }
  }

  // The reader gives the same list back while nothing changed: then nothing below is made anew.
  const known = computed(() => lastOf(live.state.value) ?? lastOf(newest.state.value))
  const stationCases = computed(() => known.value?.newestFirst ?? [])
  return {
    state: computed(() => live.state.value.kind),
    /** Of the newest alone, of each status: they are known before all are. */
    newestState: computed(() => (known.value && live.state.value.kind === 'reading' ? 'ready' : live.state.value.kind)),
    unreadable: computed(() => known.value?.unreadable ?? 0),
    stationCases,
    rowByCaseId: computed((): ReadonlyMap<CaseId, StationCaseRow> => known.value?.byCaseId ?? new Map()),
    wantingCorrection: computed(() => stationCases.value.filter((row) => openCorrections(row).length > 0)),
    follow,
  }
})

/**
 * The station's cases as the server last told them, newest first: while all are being read, the newest of each status.
 * They are read while a component that asks for them is mounted, and no longer.
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
