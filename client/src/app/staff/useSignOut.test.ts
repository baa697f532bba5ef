import { describe, expect, it, vi } from 'vitest'
import { aDesk, openPage } from '../../../test/aDesk'
import { aReviewer, aTaskDetail, anInboxLine, at } from '../../../test/aTask'
import { refOf } from '../../stores/inbox'
import { EMPTY_DRAFT, readDraft, writeDraft } from '../../stores/staffDrafts'
import { useStaffSessionStore } from '../../stores/staffSession'
import { useTaskStore } from '../../stores/task'
import { useSignOut } from './useSignOut'

const WRITTEN = { ...EMPTY_DRAFT, denialReason: '不符合第 3 条' }

async function open({ isHeard = true } = {}) {
  const signOut = vi.fn(async () =>
    isHeard ? ({ kind: 'answer', answer: undefined } as const) : ({ kind: 'unreachable' } as const),
  )
  const desk = aDesk({
    api: {
      signOut,
      who: async () => ({ kind: 'answer', answer: { me: aReviewer, serverTime: at('2026-07-03T01:41:00.000Z') } }),
      openTask: async () => ({ kind: 'answer', answer: { status: 'found', task: aTaskDetail() } }),
      decide: async () => ({ kind: 'unreachable' }),
    },
  })
  const { app, pinia } = openPage(desk)
  await useStaffSessionStore(pinia).begin()
  const ended: boolean[] = []
  const out = app.runWithContext(() => useSignOut((isOut) => ended.push(isOut)))
  const write = (postId: string): void => writeDraft(desk.storage, postId, { taskKey: 'one', draft: WRITTEN })
  const readText = () => readDraft(desk.storage, aReviewer.postId, 'one').denialReason
  return { out, ended, signOut, write, readText, task: useTaskStore(pinia) }
}

describe('signing out', () => {
  it('asks nothing where nothing would be lost', async () => {
    const { out, ended } = await open()
    await out.begin()
    expect(out.asked.value).toBeUndefined()
    expect(ended).toEqual([true])
  })

  it('asks before it forgets what was written and not sent', async () => {
    const { out, ended, signOut, write, readText } = await open()
    write(aReviewer.postId)
    await out.begin()
    expect(out.asked.value).toEqual({ hasText: true, isAnswerDue: false })
    expect(signOut).not.toHaveBeenCalled()
    expect(readText()).toBe(WRITTEN.denialReason)
    await out.confirm()
    expect(ended).toEqual([true])
    expect(readText()).toBe('')
  })

  it('asks before it leaves an act without its answer', async () => {
    const { out, signOut, task } = await open()
    await task.open(refOf(anInboxLine()))
    await task.decide({ kind: 'accept' })
    await task.open(undefined)
    await out.begin()
    expect(out.asked.value).toEqual({ hasText: false, isAnswerDue: true })
    expect(signOut).not.toHaveBeenCalled()
  })

  it('does not ask for what somebody at another post has written', async () => {
    const { out, ended, write } = await open()
    write('01980000-0000-7000-8000-0000000000b0')
    await out.begin()
    expect(ended).toEqual([true])
  })

  it('forgets nothing when the server did not hear it', async () => {
    const { out, ended, write, readText } = await open({ isHeard: false })
    write(aReviewer.postId)
    await out.confirm()
    expect(ended).toEqual([false])
    expect(readText()).toBe(WRITTEN.denialReason)
  })
})
