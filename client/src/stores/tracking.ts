import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Instant } from '@onetrip/shared/lib/time'
import type { TrackAnswer, TrackedCase, TrackInput } from '@onetrip/shared/wire/track'
import type { Reply } from '../api/reply'
import { useResidentDoor } from './residentDoor'
import { waitMinutes } from './waitMinutes'

/** Why there is nothing to show. */
export type LookUpTrouble =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-many-tries'; readonly waitMinutes: number }
  | { readonly kind: 'server-unreachable' }
  | { readonly kind: 'offline' }

export type TrackingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | LookUpTrouble
  | { readonly kind: 'found'; readonly case: TrackedCase; readonly asOf: Instant; readonly refresh: RefreshState }

export type RefreshState = 'idle' | 'pending' | 'failed'

/** One case that a resident looks at. It lives as long as the page: nothing is kept on the device. */
export const useTrackingStore = defineStore('tracking', () => {
  const { api, isOnline } = useResidentDoor()
  const state = shallowRef<TrackingState>({ kind: 'idle' })
  const asked: { input: TrackInput | undefined } = { input: undefined }

  async function lookUp(input: TrackInput): Promise<void> {
    if (state.value.kind === 'pending') return
    const waiting = { kind: 'pending' } as const
    state.value = waiting
    asked.input = input
    const next = readReply(await api.lookUp(input), isOnline())
    // Somebody else may stand here by now: what was asked before they came is not for them.
    if (state.value === waiting) state.value = next
  }

  /** Asks again with what was proved before; what is on the screen stays until there is something newer. */
  async function refresh(): Promise<void> {
    const before = state.value
    if (before.kind !== 'found' || before.refresh === 'pending' || !asked.input) return
    const waiting = { ...before, refresh: 'pending' } as const
    state.value = waiting
    const next = readReply(await api.lookUp(asked.input), isOnline())
    if (state.value !== waiting) return
    state.value = next.kind === 'found' ? next : { ...before, refresh: 'failed' }
  }

  function leave(): void {
    asked.input = undefined
    state.value = { kind: 'idle' }
  }

  return { state, lookUp, refresh, leave }
})

function readReply(reply: Reply<TrackAnswer>, isOnline: boolean): TrackingState {
  if (reply.kind === 'busy') return { kind: 'too-many-tries', waitMinutes: waitMinutes(reply.retryAfterMs / 1000) }
  if (reply.kind !== 'answer') return { kind: isOnline ? 'server-unreachable' : 'offline' }
  const { answer } = reply
  switch (answer.status) {
    case 'found':
      return { kind: 'found', case: answer.case, asOf: answer.serverTime, refresh: 'idle' }
    case 'not-found':
      return { kind: 'not-found' }
    case 'too-many-tries':
      return { kind: 'too-many-tries', waitMinutes: waitMinutes(answer.retryAfterSeconds) }
    default:
      return assertNever(answer)
  }
}
