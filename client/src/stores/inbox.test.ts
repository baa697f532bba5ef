import { expect, it } from 'vitest'
import type { InboxAnswer } from '@onetrip/shared/wire/inbox'
import { aDesk, openPage } from '../../test/aDesk'
import { anInboxLine, at } from '../../test/aTask'
import type { Reply } from '../api/reply'
import { refOf, useInboxStore } from './inbox'
import { keyOf } from './taskKey'

const lines = (...numbers: number[]): Reply<InboxAnswer> => ({
  kind: 'answer',
  answer: { lines: numbers.map((n) => anInboxLine(n)), serverTime: at('2026-11-23T02:00:00.000Z') },
})
const key = (n: number): string => keyOf(refOf(anInboxLine(n)))

function openInbox(answers: (Reply<InboxAnswer> | Promise<Reply<InboxAnswer>>)[]) {
  const pokes: (() => void)[] = []
  const asked: string[] = []
  const desk = aDesk({
    api: {
      listInbox: async ({ show }) => {
        asked.push(show)
        return (await answers.shift()) ?? { kind: 'unreachable' }
      },
      watchPokes: (onPoke) => {
        pokes.push(onPoke)
        return () => pokes.splice(0)
      },
    },
  })
  const { app, pinia } = openPage(desk)
  return { inbox: app.runWithContext(() => useInboxStore(pinia)), pokes, asked }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

it('a poke brings the list at once, what is new is marked, until it is seen', async () => {
  const { inbox, pokes } = openInbox([lines(1), lines(2, 1)])
  inbox.follow()
  await settled()
  expect([...inbox.freshKeys]).toEqual([])
  pokes[0]?.()
  await settled()
  expect([...inbox.freshKeys]).toEqual([key(2)])
  inbox.markSeen(key(2))
  expect([...inbox.freshKeys]).toEqual([])
})

it('after the end, no poke is heard', async () => {
  const { inbox, pokes } = openInbox([lines(1)])
  const stop = inbox.follow()
  stop()
  expect(pokes).toEqual([])
})

it('a list that is there stays when the server is gone, and says so', async () => {
  const { inbox } = openInbox([lines(1), { kind: 'unreachable' }])
  await inbox.reload()
  await inbox.reload()
  expect(inbox.state).toMatchObject({ kind: 'ready', isStale: true })
  expect(inbox.lines).toHaveLength(1)
})

it('the answer of an older question does not cover a newer one', async () => {
  const slow: { answer: (reply: Reply<InboxAnswer>) => void } = { answer: () => undefined }
  const { inbox } = openInbox([new Promise((resolve) => (slow.answer = resolve)), lines(1, 2)])
  const first = inbox.reload()
  await inbox.reload()
  slow.answer(lines(3))
  await first
  expect(inbox.lines.map((line) => keyOf(refOf(line)))).toEqual([key(1), key(2)])
})

it('next and previous stop at the ends, and begin with the first', async () => {
  const { inbox } = openInbox([lines(1, 2)])
  await inbox.reload()
  const number = (from: string | undefined, step: 1 | -1) => inbox.findNeighbour(from, step)?.row.receiptNumber
  expect([number(undefined, 1), number(key(1), 1), number(key(2), 1), number(key(1), -1)]).toEqual([
    'R1',
    'R2',
    undefined,
    undefined,
  ])
})
