import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { DecideRecoveryAnswer, DecideRecoveryInput, RecoveryLine } from '@onetrip/shared/wire/recovery'
import type { Failure } from '../api/reply'
import { useDesk } from './desk'
import { useStaffSessionStore } from './staffSession'

export type RecoveriesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly lines: readonly RecoveryLine[]; readonly isStale: boolean }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

export type Decided = DecideRecoveryAnswer | { readonly status: 'failed' }

/** Agents who wait to be let back in. No feed tells of them, so they are asked for now and then, and after each deed. */
export const useRecoveriesStore = defineStore('recoveries', () => {
  const { api, every, pollMs } = useDesk()
  const session = useStaffSessionStore()
  const state = shallowRef<RecoveriesState>({ kind: 'loading' })

  async function reload(): Promise<void> {
    const reply = await api.listRecoveries()
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

  async function decide(input: DecideRecoveryInput): Promise<Decided> {
    const reply = await api.decideRecovery(input)
    if (reply.kind === 'signed-out') session.expire()
    await reload()
    return reply.kind === 'answer' ? reply.answer : { status: 'failed' }
  }

  return { state, reload, follow, decide }
})
