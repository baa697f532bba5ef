import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Instant } from '@onetrip/shared/lib/time'
import type { InboxLine, InboxShow } from '@onetrip/shared/wire/inbox'
import type { Failure } from '../api/reply'
import { useDesk } from './desk'
import { useStaffSessionStore } from './staffSession'
import { keyOf, type TaskRef } from './taskKey'

export type InboxState =
  | { readonly kind: 'loading' }
  /** `isStale`: the last look failed, so this is how it was before. */
  | {
      readonly kind: 'ready'
      readonly lines: readonly InboxLine[]
      readonly serverTime: Instant
      readonly isStale: boolean
    }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

export const refOf = ({ row }: InboxLine): TaskRef => ({ caseId: row.caseId, itemCode: row.item.itemCode })

/** The department's cases, kept true by pokes, and by a slow timer where none comes through. */
export const useInboxStore = defineStore('inbox', () => {
  const { api, every, pollMs } = useDesk()
  const session = useStaffSessionStore()
  const show = shallowRef<InboxShow>('open')
  const state = shallowRef<InboxState>({ kind: 'loading' })
  const freshKeys = shallowRef<ReadonlySet<string>>(new Set())
  const lines = computed(() => (state.value.kind === 'ready' ? state.value.lines : []))
  // The answer of an older question must not cover that of a newer one.
  const asked = { count: 0 }

  async function reload(): Promise<void> {
    const number = (asked.count += 1)
    const reply = await api.listInbox({ show: show.value })
    if (number !== asked.count) return
    if (reply.kind === 'answer') {
      noteFresh(reply.answer.lines)
      state.value = { kind: 'ready', ...reply.answer, isStale: false }
      return
    }
    if (reply.kind === 'signed-out') session.expire()
    state.value = state.value.kind === 'ready' ? { ...state.value, isStale: true } : { kind: 'failed', why: reply.kind }
  }

  function noteFresh(arrived: readonly InboxLine[]): void {
    if (state.value.kind !== 'ready') return
    const known = new Set(lines.value.map((line) => keyOf(refOf(line))))
    const keys = arrived.map((line) => keyOf(refOf(line)))
    freshKeys.value = new Set(keys.filter((key) => freshKeys.value.has(key) || !known.has(key)))
  }

  async function choose(next: InboxShow): Promise<void> {
    if (next === show.value) return
    show.value = next
    freshKeys.value = new Set()
    state.value = { kind: 'loading' }
    await reload()
  }

  function markSeen(key: string): void {
    freshKeys.value = new Set([...freshKeys.value].filter((fresh) => fresh !== key))
  }

  /** The line `step` after the one named; the first where none is named, undefined past either end. */
  function findNeighbour(key: string | undefined, step: 1 | -1): InboxLine | undefined {
    const index = lines.value.findIndex((line) => keyOf(refOf(line)) === key)
    return index < 0 ? lines.value[0] : lines.value[index + step]
  }

  /** Begins to live: looks now, at each poke, and every now and then. Ends with the returned function. */
  function follow(): () => void {
    state.value = { kind: 'loading' }
    freshKeys.value = new Set()
    void reload()
    const stops = [api.watchPokes(() => void reload()), every(pollMs, () => void reload())]
    return () => stops.forEach((stop) => stop())
  }

  onScopeDispose(() => (asked.count += 1))
  return { show, state, lines, freshKeys, reload, choose, markSeen, findNeighbour, follow }
})
