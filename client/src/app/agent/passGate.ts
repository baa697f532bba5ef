import type { ShallowRef } from 'vue'
import { isNewerStoreError } from '../../db/newerStore'
import type { GateState } from './gateState'
import type { OpenedMemory } from './openedMemory'

/** Shows what comes next, unless the person has gone on. */
export type Show = (next: GateState) => void

/** Shows `meanwhile`, then what came of the work, or `failed` when it threw; nothing if the person has gone on. */
export type Pass = (meanwhile: GateState, work: (show: Show) => Promise<GateState>, failed: GateState) => Promise<void>

type PassDeps = {
  readonly state: ShallowRef<GateState>
  readonly memory: OpenedMemory
  readonly log: (error: unknown) => void
}

/** One way for everything that takes time at the gate. Whoever comes in is remembered for the next page. */
export const createPass =
  ({ state, memory, log }: PassDeps): Pass =>
  async (meanwhile, work, failed) => {
    const shown = { last: meanwhile }
    const show: Show = (next) => {
      if (state.value !== shown.last) return
      shown.last = next
      state.value = next
    }
    state.value = meanwhile
    const next = await work(show).catch((error: unknown) => {
      log(error)
      return isNewerStoreError(error) ? ({ kind: 'newer-store' } as const) : failed
    })
    if (state.value === shown.last && next.kind === 'open') memory.keep(next.me.postId)
    show(next)
  }
