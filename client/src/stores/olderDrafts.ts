import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { readDraftIds, readDraftsOf } from '../db/draftList'
import { followLive, type Live } from './live'
import { useTablet } from './tablet'

/** So many are opened at once: the page does what else it has to do between two slices. */
const SLICE = 50

export type OlderDrafts = {
  readonly drafts: ComputedRef<readonly IntakeDraft[]>
  readonly isWhole: ComputedRef<boolean>
}

/**
 * This tablet's copies of applications that no list shows any more, opened little by little, each once. `listed`: those
 * that need not be, as they are read elsewhere; undefined while that is not known. Lives as long as the calling scope.
 */
export function useOlderDrafts(listed: () => readonly IntakeDraft[] | undefined): OlderDrafts {
  const { store } = useTablet()
  const ids = shallowRef<Live<readonly CaseId[]>>({ kind: 'reading' })
  const opened = shallowRef<ReadonlyMap<CaseId, IntakeDraft | undefined>>(new Map())
  const life = { isOver: false }
  const stopFollowing = followLive(
    () => readDraftIds(store.db),
    (state) => (ids.value = state),
  )
  onScopeDispose(() => {
    life.isOver = true
    stopFollowing()
    opened.value = new Map()
  })

  const missing = computed((): readonly CaseId[] | undefined => {
    const known = listed()
    if (!known || ids.value.kind !== 'ready') return undefined
    const there = new Set(known.map(({ caseId }) => caseId))
    return ids.value.value.filter((caseId) => !there.has(caseId) && !opened.value.has(caseId))
  })
  watch(missing, (some) => void open(some?.slice(0, SLICE) ?? []), { immediate: true })

  async function open(next: readonly CaseId[]): Promise<void> {
    if (next.length === 0) return
    const drafts = await tryRead(next)
    const there = new Set(listed()?.map(({ caseId }) => caseId))
    // What is listed again may change there: it is opened anew when no list shows it any more.
    const stayed = [...opened.value].filter(([caseId]) => !there.has(caseId))
    if (!life.isOver) opened.value = new Map([...stayed, ...next.map((id) => [id, drafts.get(id)] as const)])
  }

  /** One that cannot be opened is not tried again; the lists say how many there are. */
  async function tryRead(some: readonly CaseId[]): Promise<ReadonlyMap<CaseId, IntakeDraft>> {
    try {
      const { drafts } = await readDraftsOf(store, some)
      return new Map(drafts.map((draft) => [draft.caseId, draft]))
    } catch {
      return new Map()
    }
  }

  return {
    drafts: computed(() => {
      const there = new Set(ids.value.kind === 'ready' ? ids.value.value : [])
      return [...opened.value].flatMap(([caseId, draft]) => (draft && there.has(caseId) ? [draft] : []))
    }),
    isWhole: computed(() => missing.value?.length === 0),
  }
}
