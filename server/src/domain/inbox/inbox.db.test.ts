import { describe, expect, it } from 'vitest'
import { CorrectionId, OpId, TaskId } from '@onetrip/shared/lib/ids'
import { addMs } from '@onetrip/shared/lib/time'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import { newId } from '../../app/parts'
import { applyAct, countAudit, only, readFile, takeIn, type WholeCase } from '../../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { FOOD_LICENCE, SAMPLE_ID, signed } from '../../../test/samples'
import { ItemCode } from '@onetrip/shared/catalogue/serviceItem'

const FIRE_CHECK = ItemCode.parse('000199901000')
const HOUR_MS = 3_600_000

const decision = ({ file }: WholeCase, act: DecideInput['act'], baseRevision = 1): DecideInput => {
  const task = only(file.tasks)
  return { opId: OpId.parse(newId()), caseId: task.caseId, taskId: task.taskId, baseRevision, act }
}

const market = (test: TestHouse) => callerFor(test.house, test.actors.marketReviewer)

async function openedTask(test: TestHouse, { caseId }: WholeCase) {
  const answer = await market(test).task.open({ caseId, itemCode: FOOD_LICENCE })
  if (answer.status !== 'found') throw new Error('not found')
  return answer.task
}

describe('the inbox', () => {
  it('shows the department its own tasks, the applicant masked, with the clock that runs', async () => {
    await using test = await openTestHouse()
    const { caseId } = await takeIn(test)
    const { lines } = await market(test).inbox.list({ show: 'open' })
    const line = only(lines)
    expect(line.row).toMatchObject({ caseId, applicantMasked: '样*𠮷', task: { state: { status: 'received' } } })
    expect(line).toMatchObject({
      itemName: '食品经营许可（餐饮服务）新办',
      clock: { clock: 'acceptance', light: 'green' },
    })
    expect(JSON.stringify(lines)).not.toContain('样例𠮷')
    expect(JSON.stringify(lines)).not.toContain(SAMPLE_ID)
    expect((await callerFor(test.house, test.actors.fireReviewer).inbox.list({ show: 'open' })).lines).toEqual([])
  })

  it('puts the most urgent first, and what is arriving has a clock, too', async () => {
    await using test = await openTestHouse()
    const early = await takeIn(test)
    test.pass(6 * 24 * HOUR_MS)
    const late = await takeIn(test, { isArriving: true })
    const { lines } = await market(test).inbox.list({ show: 'open' })
    expect(lines.map(({ row }) => row.caseId)).toEqual([early.caseId, late.caseId])
    expect(lines[0]?.clock?.light).not.toBe('green')
    expect(lines[1]).toMatchObject({ row: { scans: { arrived: 3, total: 4 } }, clock: { clock: 'acceptance' } })
    expect(lines[1]?.row.task).toBeUndefined()
  })

  it('keeps what waits for others apart from what the reviewer can act on', async () => {
    await using test = await openTestHouse()
    const asked = await takeIn(test)
    const refused = await takeIn(test)
    const acceptedOne = await takeIn(test)
    const points = [{ at: { kind: 'other' } as const, words: '请补充平面图。' }]
    const correctionId = CorrectionId.parse(newId())
    await market(test).task.decide(decision(asked, { kind: 'require-correction', correctionId, points }))
    await market(test).task.decide(decision(refused, { kind: 'refuse-acceptance', reason: '不属', whereToGo: '别处' }))
    await market(test).task.decide(decision(acceptedOne, { kind: 'accept' }))
    const open = await market(test).inbox.list({ show: 'open' })
    expect(open.lines.map(({ row }) => row.caseId)).toEqual([acceptedOne.caseId])
    const waiting = await market(test).inbox.list({ show: 'waiting' })
    expect(waiting.lines).toHaveLength(2)
    const lineOf = ({ caseId }: WholeCase) => waiting.lines.find(({ row }) => row.caseId === caseId)
    expect(lineOf(asked)?.clock?.isStopped).toBe(true)
    expect(lineOf(refused)).toMatchObject({ row: { delivery: 'to-send' } })
    expect(lineOf(refused)?.clock?.isStopped).toBeUndefined()
  })

  it('keeps closed tasks apart', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    await test.ownerPool.query(
      `update feed_row set body = jsonb_set(body, '{task,state}', '{"status": "closed", "closedAt": "2026-01-05T01:00:00.000Z", "outcome": "delivered"}')
        where entity_id like 'task:%'`,
    )
    expect((await market(test).inbox.list({ show: 'open' })).lines).toEqual([])
    const line = only((await market(test).inbox.list({ show: 'closed' })).lines)
    expect(line.row.caseId).toBe(made.caseId)
    expect(line.clock).toBeUndefined()
  })
})

describe('an opened task', () => {
  it('holds of a theme’s case only what this item asks', async () => {
    await using test = await openTestHouse()
    const { caseId, op } = await takeIn(test, { itemCodes: [FOOD_LICENCE, FIRE_CHECK], scans: 9 })
    const food = await openedTask(test, { caseId } as WholeCase)
    const { item } = food
    expect(Object.keys(food.fields).length).toBeGreaterThan(0)
    for (const id of Object.keys(food.fields)) expect(item.form.map((field) => field.id)).toContain(id)
    for (const { code } of food.materials) expect(item.materials.map((spec) => spec.code)).toContain(code)
    expect(food.materials.length).toBeLessThan(op.payload.content.materials.length)
    expect(food.proposedResult).toMatchObject({ name: '食品经营许可证', issuedOn: '2026-01-05' })

    const fire = await callerFor(test.house, test.actors.fireReviewer).task.open({ caseId, itemCode: FIRE_CHECK })
    if (fire.status !== 'found') throw new Error('the fire brigade has a task here')
    expect(fire.task.proposedResult.number).not.toBe(food.proposedResult.number)
    expect(new Set([...fire.task.events, ...food.events].map(({ kind }) => kind))).toEqual(
      new Set(['submitted', 'received']),
    )
    expect(food.events.map(({ kind }) => kind)).toEqual(['submitted', 'received'])
  })

  it('is not found by another department, nor when there is none: alike, and both leave a trace', async () => {
    await using test = await openTestHouse()
    const { caseId } = await takeIn(test)
    const fire = callerFor(test.house, test.actors.fireReviewer)
    const foreign = await fire.task.open({ caseId, itemCode: FOOD_LICENCE })
    const missing = await market(test).task.open({ caseId, itemCode: FIRE_CHECK })
    expect(foreign).toEqual({ status: 'not-found' })
    expect(missing).toEqual(foreign)
    expect(await countAudit(test, 'task.open')).toBe(2)
  })

  it('names people of its own department and of the case’s station, and keeps what was asked', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const points = [{ at: { kind: 'other' } as const, words: '请补充平面图。' }]
    const correctionId = CorrectionId.parse(newId())
    await market(test).task.decide(decision(made, { kind: 'require-correction', correctionId, points }))
    const task = await openedTask(test, made)
    const before = { fields: {}, pageCounts: {}, partyNames: {} }
    expect(task.asked).toEqual({ correctionId, points, askedAt: test.house.clock(), before })
    expect(task.events.every(({ byName }) => byName !== undefined)).toBe(true)
    expect(task.events.at(-1)).toMatchObject({ kind: 'correction-required', detail: { points } })
    expect(task.events.at(-1)?.detail).not.toHaveProperty('opId')
    expect(task.documents).toEqual([expect.objectContaining({ kind: 'correction', isPrinted: false })])
  })
})

describe('what came back', () => {
  it('is held against what stood when it was asked for, and goes back to the reviewer', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const { content } = made.op.payload
    const code = only(content.materials.filter(({ pages }) => pages.length > 0).slice(0, 1)).code
    const points = [
      { at: { kind: 'field', fieldId: 'premisesAreaSqm' }, words: '面积不符。' },
      { at: { kind: 'material', materialCode: code }, words: '看不清。' },
      { at: { kind: 'party', partyRole: 'applicant' }, words: '请核对。' },
    ] as const
    const correctionId = CorrectionId.parse(newId())
    await market(test).task.decide(
      decision(made, { kind: 'require-correction', correctionId, points: points.map((point) => ({ ...point })) }),
    )
    const fields = { ...content.fields, premisesAreaSqm: 46.5 }
    const mended = signed({ ...content, fields }, test.data)
    const outcome = await applyAct(test.house, test.actors.agent, {
      caseId: made.caseId,
      kind: 'case.correct',
      baseRevision: 1,
      payload: { content: mended, answers: [correctionId], insisted: false },
    })
    expect(outcome.status).toBe('applied')

    const task = await openedTask(test, made)
    expect(task.fields['premisesAreaSqm']).toBe(46.5)
    expect(task.asked?.before).toEqual({
      fields: { premisesAreaSqm: content.fields['premisesAreaSqm'] },
      pageCounts: { [code]: content.materials.find((one) => one.code === code)?.pages.length },
      partyNames: { applicant: '样例𠮷' },
    })
    expect((await market(test).inbox.list({ show: 'open' })).lines.map(({ row }) => row.caseId)).toEqual([made.caseId])
    expect((await market(test).inbox.list({ show: 'waiting' })).lines).toEqual([])
  })
})

describe('a decision', () => {
  it('decides once, however often it is asked', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const input = decision(made, { kind: 'accept' })
    const [first, second] = await Promise.all([market(test).task.decide(input), market(test).task.decide(input)])
    expect(first).toEqual({ status: 'applied', opId: input.opId, revision: 2 })
    expect(second).toEqual(first)
    expect(await market(test).task.decide(input)).toEqual(first)
    expect(only((await readFile(test.house, made.caseId)).tasks).revision).toBe(2)
    expect(await countAudit(test, 'task.decide')).toBe(3)
  })

  it('two reviewers at once: one is applied, the other is told of the conflict', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const answers = await Promise.all([
      market(test).task.decide(decision(made, { kind: 'accept' })),
      market(test).task.decide(decision(made, { kind: 'refuse-acceptance', reason: '不属本机关', whereToGo: '别处' })),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['applied', 'conflict'])
  })

  it('is not another department’s to make', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const fire = callerFor(test.house, test.actors.fireReviewer)
    const foreign = await fire.task.decide(decision(made, { kind: 'accept' }))
    expect(foreign).toMatchObject({ status: 'refused', refusal: { kind: 'case-not-found' } })
    const missing = await fire.task.decide({ ...decision(made, { kind: 'accept' }), taskId: TaskId.parse(newId()) })
    expect(missing).toMatchObject({ status: 'refused', refusal: { kind: 'case-not-found' } })
    expect(only((await readFile(test.house, made.caseId)).tasks).state.status).toBe('received')
  })

  it.each(['a\u0000b', ' \u3000\n', ''])('with words that are none (%j) is not even looked at', async (reason) => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    await market(test).task.decide(decision(made, { kind: 'accept' }))
    const denied = market(test).task.decide(decision(made, { kind: 'deny', reason }, 2))
    await expect(denied).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(only((await readFile(test.house, made.caseId)).tasks).state.status).toBe('accepted')
  })

  it('with a figure that no database takes is refused, not a fault of ours', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    const answer = await market(test).task.decide(decision(made, { kind: 'accept' }, 2 ** 40))
    expect(answer).toMatchObject({ status: 'refused', refusal: { kind: 'malformed' } })
    expect(only((await readFile(test.house, made.caseId)).tasks).state.status).toBe('received')
  })

  it('begins the jobs that follow from it', async () => {
    await using test = await openTestHouse()
    const made = await takeIn(test)
    await market(test).task.decide(decision(made, { kind: 'accept' }))
    test.pass(HOUR_MS)
    await market(test).task.decide(decision(made, { kind: 'deny', reason: '不符合条件' }, 2))
    expect(test.jobs.map(({ name }) => name)).toEqual(['print-document', 'print-document', 'book-dispatch'])
    const line = only((await callerFor(test.house, test.actors.dispatcher).dispatch.list()).lines)
    expect(line).toMatchObject({
      receiptNumber: made.op.payload.receiptNumber,
      recipient: { recipient: '样例𠮷' },
      requestedAt: test.house.clock(),
      summary: { dispatch: { status: 'requested' } },
    })
    expect(JSON.stringify(line)).not.toContain('食品')
    expect(addMs(made.file.case.collectedAt, HOUR_MS)).toBe(line.requestedAt)
  })
})
