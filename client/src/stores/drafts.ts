import { defineStore } from 'pinia'
import { computed, onScopeDispose, type ShallowRef } from 'vue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { readDraftList, readDraftsOf, type DraftList } from '../db/draftList'
import { createLive, lastOf, useLiveOf, type Live } from './live'
import { useTablet } from './tablet'

const useDraftList = defineStore('drafts', () => {
  const { store } = useTablet()
  const live = createLive(() => readDraftList(store))
  const known = computed(() => lastOf(live.state.value))
  const drafts = computed(() => known.value?.drafts ?? [])
  return {
    state: computed(() => live.state.value.kind),
    unreadable: computed(() => known.value?.unreadable ?? 0),
    unfinished: computed(() => drafts.value.filter((draft) => !draft.receipt)),
    /** The recent ones. */
    handedIn: computed(() => drafts.value.filter((draft) => draft.receipt !== undefined)),
    follow: live.follow,
  }
})

/** Applications written on this tablet. They are read while a component that asks for them is mounted, and no longer. */
export function useDraftsStore(): ReturnType<typeof useDraftList> {
  const drafts = useDraftList()
  onScopeDispose(drafts.follow())
  return drafts
}

/** This tablet's copies of some applications, as far as it has them. */
export function useDraftsOf(caseIds: () => readonly CaseId[]): Readonly<ShallowRef<Live<DraftList>>> {
  const { store } = useTablet()
  return useLiveOf(caseIds, (ids) => readDraftsOf(store, ids))
}
