import { shallowRef } from 'vue'
import type { Failure, Reply } from '../api/reply'
import { useDesk } from './desk'
import { useStaffSessionStore } from './staffSession'

export type PolledList<List> =
  | { readonly kind: 'loading' }
  /** `isStale`: the last look failed, so this is how it was before. */
  | { readonly kind: 'ready'; readonly list: List; readonly isStale: boolean }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** A list of the desk's that no feed tells of: it is asked for now and then, and after each deed. */
export function usePolledList<List>(ask: () => Promise<Reply<List>>) {
  const { every, pollMs } = useDesk()
  const session = useStaffSessionStore()
  const state = shallowRef<PolledList<List>>({ kind: 'loading' })
  // The answer of an older question must not cover that of a newer one.
  const asked = { count: 0 }

  async function reload(): Promise<void> {
    const number = (asked.count += 1)
    const reply = await ask()
    if (reply.kind === 'signed-out') session.expire()
    if (number !== asked.count) return
    if (reply.kind === 'answer') state.value = { kind: 'ready', list: reply.answer, isStale: false }
    else if (state.value.kind === 'ready') state.value = { ...state.value, isStale: true }
    else state.value = { kind: 'failed', why: reply.kind }
  }

  /** Asks until the returned function is called. */
  function follow(): () => void {
    void reload()
    return every(pollMs, () => void reload())
  }

  /** What came of a deed. A lost answer may stand for a thing done: the list, read anew, tells. */
  async function afterwards<Answer>(deed: Promise<Reply<Answer>>): Promise<Reply<Answer>> {
    const reply = await deed
    if (reply.kind === 'signed-out') session.expire()
    await reload()
    return reply
  }

  return { state, reload, follow, afterwards }
}
