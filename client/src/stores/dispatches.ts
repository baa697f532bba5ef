import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DispatchListAnswer } from '@onetrip/shared/wire/inbox'
import type { Failure } from '../api/reply'
import { useDesk } from './desk'
import { useStaffSessionStore } from './staffSession'

export type DispatchesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly lines: DispatchListAnswer['lines']; readonly isStale: boolean }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** The district's parcels. No feed tells of them, so they are asked for now and then. */
export const useDispatchesStore = defineStore('dispatches', () => {
  const { api, every, pollMs } = useDesk()
  const session = useStaffSessionStore()
  const state = shallowRef<DispatchesState>({ kind: 'loading' })

  async function reload(): Promise<void> {
    const reply = await api.listDispatches()
    if (reply.kind === 'answer') {
      state.value = { kind: 'ready', lines: reply.answer.lines, isStale: false }
      return
    }
    if (reply.kind === 'signed-out') session.expire()
    state.value = state.value.kind === 'ready' ? { ...state.value, isStale: true } : { kind: 'failed', why: reply.kind }
  }

  function follow(): () => void {
    void reload()
    return every(pollMs, () => void reload())
  }

  return { state, reload, follow }
})
