import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { CaseId } from '@onetrip/shared/lib/ids'
import { WholeContentAnswer, type CaseContentAnswer } from '@onetrip/shared/wire/caseContent'
import { ask, type Failure } from '../api/reply'
import { useTablet, type Tablet } from './tablet'

/** With all that a newer server says of the case. */
export type ServerContent = Extract<CaseContentAnswer, { status: 'found' }>

/**
 * What the server has of a case. It is asked for and never kept: what stands on the tablet is what its agent took in.
 * `none`: nobody asks, for there can be nothing.
 */
export type Theirs =
  | { readonly kind: 'none' | 'asking' | 'absent' }
  | { readonly kind: 'ready'; readonly found: ServerContent }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** Asks once. */
export async function askTheirs({ client }: Pick<Tablet, 'client'>, caseId: CaseId): Promise<Theirs> {
  const reply = await ask(WholeContentAnswer, () => client.case.content.query({ caseId }))
  if (reply.kind !== 'answer') return { kind: 'failed', why: reply.kind }
  return reply.answer.status === 'found' ? { kind: 'ready', found: reply.answer } : { kind: 'absent' }
}

/** Asks for the case, anew when it is another one; `askAgain` asks once more. The last question's answer counts. */
export function useTheirs(caseId: () => CaseId | undefined): {
  readonly theirs: Readonly<ShallowRef<Theirs>>
  readonly askAgain: () => Promise<void>
} {
  const tablet = useTablet()
  const theirs = shallowRef<Theirs>({ kind: 'none' })
  const asked = { count: 0 }

  async function askAgain(): Promise<void> {
    asked.count += 1
    const turn = asked.count
    const id = caseId()
    theirs.value = { kind: id ? 'asking' : 'none' }
    if (!id) return
    const answer = await askTheirs(tablet, id)
    if (turn === asked.count) theirs.value = answer
  }

  watch(caseId, () => void askAgain(), { immediate: true })
  onScopeDispose(() => {
    asked.count += 1
  })
  return { theirs, askAgain }
}
