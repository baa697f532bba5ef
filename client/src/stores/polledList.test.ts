import { expect, it, vi } from 'vitest'
import type { Reply } from '../api/reply'
import { aDesk, openPage } from '../../test/aDesk'
import { usePolledList } from './polledList'
import { useStaffSessionStore } from './staffSession'

type List = readonly string[]
type Asked = (reply: Reply<List>) => void

/** A list whose every question waits until the test answers it; `tick` is the timer. */
function followed() {
  const timer: { tick: () => void; isStopped: boolean } = { tick: () => undefined, isStopped: false }
  const desk = aDesk({
    every: (_ms, run) => {
      timer.tick = run
      return () => {
        timer.isStopped = true
      }
    },
  })
  const questions: Asked[] = []
  const ask = () => new Promise<Reply<List>>((resolve) => questions.push(resolve))
  const { app } = openPage(desk)
  const opened = app.runWithContext(() => ({ polled: usePolledList(ask), session: useStaffSessionStore() }))
  const answer = async (nth: number, reply: Reply<List>): Promise<void> => {
    questions[nth]?.(reply)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { ...opened, timer, questions, answer, stop: opened.polled.follow() }
}

const told = (...list: List): Reply<List> => ({ kind: 'answer', answer: list })
const unreachable: Reply<List> = { kind: 'unreachable' }

it('asks at once and at each turn of the timer, until nobody looks any more', () => {
  const { timer, questions, stop } = followed()
  timer.tick()
  expect(questions).toHaveLength(2)
  stop()
  expect(timer.isStopped).toBe(true)
})

it('says that it failed only while it knows nothing; afterwards it shows what it knew, as old', async () => {
  const { polled, timer, answer } = followed()
  await answer(0, unreachable)
  expect(polled.state.value).toEqual({ kind: 'failed', why: 'unreachable' })
  timer.tick()
  await answer(1, told('a'))
  expect(polled.state.value).toEqual({ kind: 'ready', list: ['a'], isStale: false })
  timer.tick()
  await answer(2, unreachable)
  expect(polled.state.value).toEqual({ kind: 'ready', list: ['a'], isStale: true })
})

it('an answer that was overtaken covers nothing', async () => {
  const { polled, timer, answer } = followed()
  timer.tick()
  await answer(1, told('new'))
  await answer(0, told('old'))
  expect(polled.state.value).toMatchObject({ list: ['new'] })
})

it('reads anew after a deed, whatever became of it, and ends a session that the server has ended', async () => {
  const { polled, session, questions, answer } = followed()
  await answer(0, told('a'))
  const deed = polled.afterwards(Promise.resolve<Reply<string>>({ kind: 'unreachable' }))
  await Promise.resolve()
  await answer(1, told('a', 'b'))
  expect(await deed).toEqual({ kind: 'unreachable' })
  expect(polled.state.value).toMatchObject({ list: ['a', 'b'] })
  const expire = vi.spyOn(session, 'expire')
  void polled.afterwards(Promise.resolve<Reply<string>>({ kind: 'signed-out' }))
  await Promise.resolve()
  expect(expire).toHaveBeenCalledOnce()
  expect(questions).toHaveLength(3)
})
