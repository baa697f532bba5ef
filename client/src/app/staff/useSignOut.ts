import { shallowRef, type ShallowRef } from 'vue'
import { isEmpty } from '../../stores/staffDrafts'
import { useStaffSessionStore } from '../../stores/staffSession'
import { useTaskStore } from '../../stores/task'

/** What signing out would throw away, or leave unknown. */
export type Unsent = { readonly hasText: boolean; readonly isAnswerDue: boolean }

export type SignOut = {
  /** What the person is asked about; undefined while nothing is asked. */
  readonly asked: ShallowRef<Unsent | undefined>
  readonly isPending: Readonly<ShallowRef<boolean>>
  /** Signs out, or asks first when something would be lost. */
  readonly begin: () => Promise<void>
  readonly confirm: () => Promise<void>
}

/** `onEnd` is told whether the server heard it: if not, everything stays as it was. */
export function useSignOut(onEnd: (isOut: boolean) => void): SignOut {
  const session = useStaffSessionStore()
  const task = useTaskStore()
  const asked = shallowRef<Unsent>()
  const isPending = shallowRef(false)

  async function begin(): Promise<void> {
    // What a full storage would not keep is on the screen only.
    const hasText = session.hasUnsentText() || !isEmpty(task.draft)
    if (hasText || task.isAnswerDue) asked.value = { hasText, isAnswerDue: task.isAnswerDue }
    else await confirm()
  }

  async function confirm(): Promise<void> {
    if (isPending.value) return
    isPending.value = true
    const isOut = await session.signOut()
    isPending.value = false
    onEnd(isOut)
  }

  return { asked, isPending, begin, confirm }
}
