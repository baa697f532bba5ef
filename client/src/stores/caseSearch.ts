import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import type { StationCaseRow } from '@onetrip/shared/wire/feedRow'
import type { LocalStore } from '../db/localStore'
import { createCaseIndex, type CaseIndex } from '../search/caseIndex'
import { NO_HITS, type Hits } from '../search/searchedCase'
import { noSounds, readSounds, type Sounds } from '../search/sounds'
import { useCasesStore } from './cases'
import { useDraftsStore } from './drafts'
import { createIndexing, type ToIndex } from './indexing'
import { createKeptIndex } from './keptIndex'
import { joinKinds } from './live'
import { useOlderDrafts } from './olderDrafts'
import { createTitles, type CaseSources } from './searchedCases'
import { useTablet } from './tablet'

export type CaseSearch = {
  /** The best `limit` of what is known so far. A computed value that asks is asked anew when more is known. */
  readonly search: (typed: string, limit: number) => Hits
  /** All that this tablet can read of its cases can be found. Until then, what is not found may still be. */
  readonly isWhole: ComputedRef<boolean>
  readonly sourcesOf: (caseId: string) => CaseSources
}

/**
 * Finds cases by what people know of them. The index is in memory and lives as long as the calling scope: behind the
 * lock there is none. It begins with what was kept of the last one, and ends with all that there is.
 */
export function useCaseSearch(catalogue: () => Catalogue): CaseSearch {
  const { store } = useTablet()
  const toIndex = useToIndex(catalogue)
  const indexed = shallowRef<Indexed>({ index: undefined, held: undefined })
  // By what is held, not by whether it is busy: that there is something to do is known a moment before it begins.
  const isWhole = computed(() => toIndex.value.isAll && indexed.value.held === toIndex.value)

  const ends: (() => void)[] = []
  const life = { isOver: false }
  void keepUpToDate({ store, toIndex, indexed, isWhole, isOver: () => life.isOver, onEnd: (end) => ends.push(end) })
  onScopeDispose(() => {
    life.isOver = true
    for (const end of ends) end()
    indexed.value = { index: undefined, held: undefined }
  })

  return {
    search: (typed, limit) => indexed.value.index?.search(typed, limit) ?? NO_HITS,
    isWhole,
    sourcesOf: (caseId) => toIndex.value.sourcesById.get(caseId) ?? {},
  }
}

/** What the tablet's tables say is there to be found. */
function useToIndex(catalogue: () => Catalogue): ComputedRef<ToIndex> {
  const cases = useCasesStore()
  const drafts = useDraftsStore()
  const listed = computed(() => [...drafts.handedIn, ...drafts.unfinished])
  const older = useOlderDrafts(() => (drafts.state === 'ready' ? listed.value : undefined))
  const sourcesById = computed(() => joinSources(cases.stationCases, [...older.drafts.value, ...listed.value]))
  const titleOf = computed(() => createTitles(catalogue()))
  return computed(() => ({
    sourcesById: sourcesById.value,
    titleOf: titleOf.value,
    isAll: joinKinds(cases.state, drafts.state) === 'ready' && older.isWhole.value,
  }))
}

/** Another object with each slice of cases. `held`: what the index has all of. */
type Indexed = { readonly index: CaseIndex | undefined; readonly held: ToIndex | undefined }
type Kept = {
  readonly store: Pick<LocalStore, 'db' | 'codec'>
  readonly toIndex: ComputedRef<ToIndex>
  readonly indexed: ShallowRef<Indexed>
  readonly isWhole: ComputedRef<boolean>
  readonly isOver: () => boolean
  readonly onEnd: (end: () => void) => void
}

/** So long after all can be found, it is kept for the next time: who is searching now is not in its way. */
const KEEP_AFTER_MS = 1000

async function keepUpToDate({ store, toIndex, indexed, isWhole, isOver, onEnd }: Kept): Promise<void> {
  const index = createCaseIndex(await loadSounds())
  const kept = createKeptIndex(store, index)
  const tell = (held: ToIndex | undefined): void => void (indexed.value = { index, held })
  const indexing = createIndexing({ index: kept.watched, pause, tell })
  for (const page of await kept.read()) {
    if (isOver()) return
    indexing.lay(page)
    await pause()
  }
  kept.settle()
  if (isOver()) return
  onEnd(indexing.stop)
  onEnd(watch(toIndex, indexing.bring, { immediate: true }))
  const keep = (): void => void kept.keep(indexing.cases()).catch(() => undefined)
  onEnd(
    watch(
      isWhole,
      (whole, _before, onCleanup) => {
        const timer = whole ? setTimeout(keep, KEEP_AFTER_MS) : undefined
        onCleanup(() => clearTimeout(timer))
      },
      { immediate: true },
    ),
  )
}

/** Any other work that waits goes first. A timer would make it wait longer than it takes. */
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })

/** Most of what a search weighs: fetched with the first screen that searches. Without it, sounds are not found. */
async function loadSounds(): Promise<Sounds> {
  try {
    const { BLOCK, OTHERS } = await import('../search/readings')
    return readSounds({ block: BLOCK, others: OTHERS })
  } catch {
    return noSounds
  }
}

/** Rows first, in their order. Of two copies of an application the later one counts. */
function joinSources(
  rows: readonly StationCaseRow[],
  drafts: readonly IntakeDraft[],
): ReadonlyMap<string, CaseSources> {
  const joined = new Map<string, CaseSources>(rows.map((row) => [row.caseId, { row }]))
  for (const draft of drafts) joined.set(draft.caseId, { ...joined.get(draft.caseId), draft })
  return joined
}
