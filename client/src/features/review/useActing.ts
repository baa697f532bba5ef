import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { Act, DecideResult } from '../../stores/decision'
import { useTaskStore } from '../../stores/task'
import { offeredActs, type ActKind } from './offeredActs'

/** Something that was done, for whoever says so. `key`: the task it was done to. */
export type Done = { readonly kind: ActKind; readonly itemName: string; readonly key: string }

export type Acting = {
  /** What may be done now. */
  readonly acts: ComputedRef<readonly ActKind[]>
  /** The question that is open. */
  readonly asking: Ref<ActKind | undefined>
  readonly isComposing: Ref<boolean>
  readonly pendingAct: ComputedRef<ActKind | undefined>
  readonly isLocked: ComputedRef<boolean>
  readonly begin: (act: ActKind) => void
  readonly decide: (act: Act) => Promise<void>
  readonly askAgain: () => Promise<void>
}

/** Doing something to the opened task: the question, the wait, and what became of it. */
export function useActing(onDone: (done: Done) => void): Acting {
  const store = useTaskStore()
  const asking = ref<ActKind>()
  const isComposing = ref(false)

  const task = computed(() => (store.state.kind === 'ready' ? store.state.task : undefined))
  const acts = computed(() => offeredActs(task.value?.row.task?.state))
  const pendingAct = computed(() => (store.decision.kind === 'pending' ? store.decision.input.act.kind : undefined))
  const isLocked = computed(() => store.decision.kind === 'pending' || store.decision.kind === 'unanswered')

  watch(
    () => store.key,
    () => {
      asking.value = undefined
      // An unsent notice is taken up where it was left.
      isComposing.value = store.draft.points.length > 0
    },
    { immediate: true },
  )

  /** What a button or a key asks for, as far as it is open now. */
  function begin(act: ActKind): void {
    if (isLocked.value || !acts.value.includes(act)) return
    if (act === 'require-correction') isComposing.value = true
    else asking.value = act
  }

  async function askAgain(): Promise<void> {
    if (store.decision.kind === 'unanswered') await follow(store.decision.input.act.kind, store.askAgain)
  }

  /** Waits for what becomes of an act. Meanwhile the reviewer may have gone on to another case. */
  async function follow(kind: ActKind, run: () => Promise<DecideResult>): Promise<void> {
    const { key } = store
    const itemName = task.value?.item.name ?? ''
    const result = await run()
    if (result === 'ignored' || key === undefined) return
    if (key === store.key) asking.value = undefined
    if (result !== 'applied') return
    if (key === store.key) isComposing.value = false
    onDone({ kind, itemName, key })
  }

  const decide = (act: Act): Promise<void> => follow(act.kind, () => store.decide(act))
  return { acts, asking, isComposing, pendingAct, isLocked, begin, decide, askAgain }
}
