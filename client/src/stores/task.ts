import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { OpId } from '@onetrip/shared/lib/ids'
import type { DepartmentTaskRow } from '@onetrip/shared/wire/feedRow'
import type { DecideInput, InboxLine, TaskDetail } from '@onetrip/shared/wire/inbox'
import type { Failure } from '../api/reply'
import { askUntilAnswered, isUnderWay, readOutcome, type Act, type DecideResult, type Decision } from './decision'
import { useDesk } from './desk'
import { EMPTY_DRAFT, readDraft, writeDraft, type TaskDraft } from './staffDrafts'
import { useStaffSessionStore } from './staffSession'
import { keyOf, type TaskRef } from './taskKey'

export type TaskState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly task: TaskDetail }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly why: Failure['kind'] }

/** A document is printed by a job, in seconds; these looks find it without another click. */
const LOOK_FOR_PRINT_AFTER_MS = [1_500, 3_000, 6_000, 12_000]

/** The task on the screen, what is written about it, and the act that is on its way. */
export const useTaskStore = defineStore('task', () => {
  const desk = useDesk()
  const session = useStaffSessionStore()
  const ref = shallowRef<TaskRef>()
  const state = shallowRef<TaskState>({ kind: 'closed' })
  const draft = shallowRef<TaskDraft>(EMPTY_DRAFT)
  const decisions = shallowRef<ReadonlyMap<string, Decision>>(new Map())
  const key = computed(() => ref.value && keyOf(ref.value))
  /** Whether an act, on this task or another, has been sent and not answered. */
  const isAnswerDue = computed(() => [...decisions.value.values()].some(isUnderWay))
  const decision = computed<Decision>(() => decisions.value.get(key.value ?? '') ?? { kind: 'idle' })

  async function open(next: TaskRef | undefined): Promise<void> {
    if (!isUnderWay(decision.value)) settle(key.value, { kind: 'idle' })
    ref.value = next
    draft.value = next ? readDraft(desk.storage, session.me?.postId ?? '', keyOf(next)) : EMPTY_DRAFT
    state.value = next ? { kind: 'loading' } : { kind: 'closed' }
    if (!next) return
    await load(next)
    await lookForPrint(next)
  }

  /** Looks again and keeps what is shown until there is something newer. */
  async function refresh(): Promise<void> {
    if (ref.value) await load(ref.value)
  }

  async function load(asked: TaskRef): Promise<void> {
    const reply = await desk.api.openTask(asked)
    if (ref.value !== asked) return
    if (reply.kind === 'signed-out') session.expire()
    if (reply.kind === 'answer') state.value = readOpened(reply.answer)
    else if (state.value.kind !== 'ready') state.value = { kind: 'failed', why: reply.kind }
  }

  async function lookForPrint(asked: TaskRef): Promise<void> {
    for (const ms of LOOK_FOR_PRINT_AFTER_MS) {
      if (ref.value !== asked || !isPrinting(state.value)) return
      await desk.wait(ms)
      if (ref.value === asked) await load(asked)
    }
  }

  /**
   * The inbox was read anew: the case on the screen may have come further, or somebody else changed it. A list that
   * does not hold it says nothing of it, so it is looked at itself.
   */
  async function meet(line: InboxLine | undefined): Promise<void> {
    if (state.value.kind !== 'ready' || decision.value.kind === 'pending') return
    if (!line || isNews(state.value.task.row, line.row)) await refresh()
  }

  function write(change: Partial<TaskDraft>): void {
    if (!key.value) return
    draft.value = { ...draft.value, ...change }
    writeDraft(desk.storage, session.me?.postId ?? '', { taskKey: key.value, draft: draft.value })
  }

  /** Does one thing, once: while an act is on its way or unanswered, another press does nothing. */
  async function decide(act: Act): Promise<DecideResult> {
    const task = state.value.kind === 'ready' ? state.value.task.row : undefined
    if (!task?.task || !ref.value || isUnderWay(decision.value)) return 'ignored'
    const { taskId, revision } = task.task
    const opId = OpId.parse(desk.newId())
    return send(ref.value, { opId, caseId: task.caseId, taskId, baseRevision: revision, act })
  }

  /** Asks for the answer that was lost, with the same id. */
  async function askAgain(): Promise<DecideResult> {
    const lost = decision.value
    if (lost.kind !== 'unanswered' || !ref.value) return 'ignored'
    return send(ref.value, lost.input)
  }

  async function send(about: TaskRef, input: DecideInput): Promise<DecideResult> {
    const taskKey = keyOf(about)
    settle(taskKey, { kind: 'pending', input })
    const reply = await askUntilAnswered(desk, input)
    if (reply.kind === 'signed-out') session.expire()
    const result = readOutcome(reply, input)
    settle(taskKey, result === 'applied' ? { kind: 'idle' } : result)
    if (result === 'applied') forget(taskKey)
    if (ref.value === about && (result === 'applied' || result.kind === 'conflict')) {
      await load(about)
      void lookForPrint(about)
    }
    return result === 'applied' ? result : result.kind
  }

  function forget(taskKey: string): void {
    if (taskKey === key.value) draft.value = EMPTY_DRAFT
    writeDraft(desk.storage, session.me?.postId ?? '', { taskKey, draft: EMPTY_DRAFT })
  }

  function settle(taskKey: string | undefined, next: Decision): void {
    if (taskKey === undefined) return
    decisions.value = new Map([...decisions.value, [taskKey, next]])
  }

  return { key, state, draft, decision, isAnswerDue, open, refresh, meet, write, decide, askAgain }
})

const readOpened = (answer: { status: 'found'; task: TaskDetail } | { status: 'not-found' }): TaskState =>
  answer.status === 'found' ? { kind: 'ready', task: answer.task } : { kind: 'not-found' }

const isNews = (shown: DepartmentTaskRow, listed: DepartmentTaskRow): boolean =>
  shown.task?.revision !== listed.task?.revision ||
  shown.scans.arrived !== listed.scans.arrived ||
  shown.delivery !== listed.delivery

const isPrinting = (state: TaskState): boolean =>
  state.kind === 'ready' && state.task.documents.some((document) => !document.isPrinted)
