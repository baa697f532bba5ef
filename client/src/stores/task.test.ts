// Goal: whatever the network does, one press decides once, and what a reviewer wrote is there until it is sent.
// Method: the real store on a desk whose server is a script of answers.
import { describe, expect, it } from 'vitest'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import type { OperationOutcome } from '@onetrip/shared/wire/push'
import { aDesk, openPage } from '../../test/aDesk'
import { aReviewer, aTaskDetail, anInboxLine, at } from '../../test/aTask'
import type { Reply } from '../api/reply'
import type { Desk } from './desk'
import { refOf } from './inbox'
import { useStaffSessionStore } from './staffSession'
import { useTaskStore } from './task'

type Answer = (input: DecideInput) => Reply<OperationOutcome>

const applied: Answer = ({ opId }) => ({ kind: 'answer', answer: { status: 'applied', opId, revision: 2 } })
const lost: Answer = () => ({ kind: 'unreachable' })
const one = refOf(anInboxLine(1))

async function openTask(answers: Answer[], storage?: Desk['storage']) {
  const asked: DecideInput[] = []
  const opened: string[] = []
  const desk = aDesk({
    ...(storage && { storage }),
    api: {
      who: async () => ({ kind: 'answer', answer: { me: aReviewer, serverTime: at('2026-11-23T02:00:00.000Z') } }),
      openTask: async ({ caseId }) => {
        opened.push(caseId)
        return { kind: 'answer', answer: { status: 'found', task: aTaskDetail(1) } }
      },
      decide: async (input) => {
        asked.push(input)
        return (answers.shift() ?? lost)(input)
      },
    },
  })
  const { pinia, app } = openPage(desk)
  const stores = app.runWithContext(() => ({ session: useStaffSessionStore(pinia), task: useTaskStore(pinia) }))
  await stores.session.begin()
  await stores.task.open(one)
  return { ...stores, asked, opened, desk }
}

describe('deciding', () => {
  it('a double press decides once', async () => {
    const { task, asked } = await openTask([applied])
    const results = await Promise.all([task.decide({ kind: 'accept' }), task.decide({ kind: 'accept' })])
    expect(results).toEqual(['applied', 'ignored'])
    expect(asked).toHaveLength(1)
  })

  it('a lost answer is asked for with the same id', async () => {
    const { task, asked } = await openTask([lost, applied])
    expect(await task.decide({ kind: 'accept' })).toBe('applied')
    expect(asked).toHaveLength(2)
    expect(new Set(asked.map(({ opId }) => opId)).size).toBe(1)
  })

  it('no answer at all is told, nothing else can be done, and asking again keeps the id', async () => {
    const { task, asked } = await openTask([lost, lost, lost, applied])
    expect(await task.decide({ kind: 'approve' })).toBe('unanswered')
    expect(await task.decide({ kind: 'deny', reason: 'r' })).toBe('ignored')
    expect(await task.askAgain()).toBe('applied')
    expect(asked.map(({ act }) => act.kind)).toEqual(['approve', 'approve', 'approve', 'approve'])
    expect(new Set(asked.map(({ opId }) => opId)).size).toBe(1)
    expect(task.decision.kind).toBe('idle')
  })

  it('the next act has another id, on the revision that was shown', async () => {
    const { task, asked } = await openTask([applied, applied])
    await task.decide({ kind: 'accept' })
    await task.decide({ kind: 'approve' })
    expect(new Set(asked.map(({ opId }) => opId)).size).toBe(2)
    expect(asked.map(({ baseRevision }) => baseRevision)).toEqual([1, 1])
  })

  it('a conflict loads what is there now and keeps the text', async () => {
    const conflict: Answer = ({ opId }) => ({ kind: 'answer', answer: { status: 'conflict', opId, serverRevision: 9 } })
    const { task, opened } = await openTask([conflict])
    task.write({ denialReason: '不符合第三条' })
    expect(await task.decide({ kind: 'deny', reason: '不符合第三条' })).toBe('conflict')
    expect(opened).toHaveLength(2)
    expect(task.draft.denialReason).toBe('不符合第三条')
  })

  it('an act goes on after the reviewer has opened another case, and is not shown there', async () => {
    const { task } = await openTask([lost, lost, lost])
    const deciding = task.decide({ kind: 'accept' })
    await task.open(refOf(anInboxLine(2)))
    await deciding
    expect(task.decision.kind).toBe('idle')
    await task.open(one)
    expect(task.decision.kind).toBe('unanswered')
  })

  it('a session that ran out is said, and the act can be asked again afterwards', async () => {
    const { task, session } = await openTask([() => ({ kind: 'signed-out' })])
    await task.decide({ kind: 'accept' })
    expect(session.state).toMatchObject({ kind: 'signed-out', hasExpired: true })
    expect(task.decision.kind).toBe('unanswered')
  })
})

describe('unsent text', () => {
  const written = { reason: '材料不属于本部门', whereToGo: '区城管局' }

  it('survives a reload of the page, for the same post and task', async () => {
    const before = await openTask([])
    before.task.write({ refusal: written })
    const after = await openTask([], before.desk.storage)
    expect(after.task.draft.refusal).toEqual(written)
    await after.task.open(refOf(anInboxLine(2)))
    expect(after.task.draft.refusal.reason).toBe('')
  })

  it('is gone once it was sent, and stays after a lost answer', async () => {
    const { task, desk } = await openTask([lost, lost, lost, applied])
    task.write({ refusal: written })
    await task.decide({ kind: 'refuse-acceptance', ...written })
    expect(task.draft.refusal).toEqual(written)
    await task.askAgain()
    expect(task.draft.refusal.reason).toBe('')
    expect((await openTask([], desk.storage)).task.draft.refusal.reason).toBe('')
  })

  it('is taken along by signing out', async () => {
    const { task, desk } = await openTask([])
    task.write({ refusal: written })
    const page = openPage({
      ...desk,
      api: { ...desk.api, signOut: async () => ({ kind: 'answer', answer: undefined }) },
    })
    const session = page.app.runWithContext(() => useStaffSessionStore(page.pinia))
    expect(await session.signOut()).toBe(true)
    expect((await openTask([], desk.storage)).task.draft.refusal.reason).toBe('')
  })
})

it('news of the opened case is fetched; the same news again is not', async () => {
  const { task, opened } = await openTask([])
  await task.meet(anInboxLine(1))
  expect(opened).toHaveLength(1)
  const line = anInboxLine(1)
  await task.meet({ ...line, row: { ...line.row, scans: { arrived: 3, total: 3 } } })
  expect(opened).toHaveLength(2)
  await task.meet({ ...line, row: { ...line.row, delivery: 'on-its-way' } })
  expect(opened).toHaveLength(3)
})

it('a case that is not on the list any more is looked at itself', async () => {
  const { task, opened } = await openTask([])
  await task.meet(undefined)
  expect(opened).toHaveLength(2)
})
