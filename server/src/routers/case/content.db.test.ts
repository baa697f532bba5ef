// Goal: an agent sees what the server has of a case of the own station, as far as it goes on from there, and nobody else's.
import { describe, expect, it } from 'vitest'
import { CaseId, CorrectionId, OpId } from '@onetrip/shared/lib/ids'
import { applyAct, countAudit, only, readFile, takeIn, type WholeCase } from '../../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import { newId } from '../../app/parts'

const points = [{ at: { kind: 'other' } as const, words: '请补充。' }]

async function ask(test: TestHouse, { caseId }: WholeCase): Promise<CorrectionId> {
  const correctionId = CorrectionId.parse(newId())
  const { taskId, revision } = only((await readFile(test.house, caseId)).tasks)
  const act = { kind: 'require-correction', correctionId, points } as const
  const decided = { opId: OpId.parse(newId()), caseId, taskId, baseRevision: revision, act }
  expect(await callerFor(test.house, test.actors.marketReviewer).task.decide(decided)).toMatchObject({
    status: 'applied',
  })
  return correctionId
}

describe('[CASE-R20] what the server has of a case', () => {
  it('is the content with its revision, and what is asked of it', async () => {
    await using test = await openTestHouse()
    const taken = await takeIn(test)
    const { caseId } = taken
    const { case: cases } = callerFor(test.house, test.actors.agent)
    const { content } = taken.op.payload
    expect(await cases.content({ caseId })).toEqual({
      status: 'found',
      revision: 1,
      content,
      openCorrections: [],
      awaited: [],
      exchanges: [],
    })

    const correctionId = await ask(test, taken)
    const { taskId, itemCode } = only((await readFile(test.house, caseId)).tasks)
    expect(await cases.content({ caseId })).toMatchObject({
      openCorrections: [{ taskId, itemCode, correction: { correctionId, points } }],
    })
  })

  it('is the winner’s words after two answers to one revision, and the loser’s can be based on it', async () => {
    await using test = await openTestHouse()
    const taken = await takeIn(test)
    const { caseId, op } = taken
    const answers = [await ask(test, taken)]
    const [page] = taken.pages
    // One more page that has not arrived: the answer is there, and not yet in effect.
    const fresh = { ...page?.ref, scanId: 'f'.repeat(64) }
    const withMore = op.payload.content.materials.map((entry, at) =>
      at === 0 ? { ...entry, pages: [...entry.pages, fresh] } : entry,
    )
    const content = { ...op.payload.content, materials: withMore }
    const { agent } = test.actors
    const act = {
      caseId,
      kind: 'case.correct',
      payload: { content, answers, insisted: true },
      baseRevision: 1,
    } as const
    expect(await applyAct(test.house, agent, act)).toMatchObject({ status: 'applied' })
    const second = { ...act, payload: { content: op.payload.content, answers, insisted: true } }
    expect(await applyAct(test.house, agent, second)).toMatchObject({ status: 'conflict', serverRevision: 2 })

    const seen = await callerFor(test.house, agent).case.content({ caseId })
    expect(seen).toMatchObject({
      status: 'found',
      revision: 2,
      content: { materials: withMore },
      awaited: [fresh.scanId],
    })
    if (seen.status !== 'found') throw new Error('not found')
    expect(seen.openCorrections.map(({ correction }) => correction.correctionId)).toEqual(answers)
    const merged = { ...act, baseRevision: seen.revision, payload: { content: seen.content, answers, insisted: true } }
    expect(await applyAct(test.house, agent, merged)).toMatchObject({ status: 'applied' })
  })

  it('a foreign case and a missing one answer alike, and each look leaves its trace', async () => {
    await using test = await openTestHouse()
    const { caseId } = await takeIn(test)
    const { case: foreign } = callerFor(test.house, test.actors.otherAgent)
    expect(await foreign.content({ caseId })).toEqual({ status: 'not-found' })
    expect(await foreign.content({ caseId: CaseId.parse(newId()) })).toEqual({ status: 'not-found' })
    await callerFor(test.house, test.actors.agent).case.content({ caseId })
    expect(await countAudit(test, 'case.content')).toBe(3)
  })

  it('what was stored before a rule came is still read', async () => {
    await using test = await openTestHouse()
    const { caseId, op } = await takeIn(test)
    const [applicant] = op.payload.content.parties
    const twice = { ...op.payload.content, parties: [applicant, applicant] }
    await test.ownerPool.query('update cases set content = $1 where case_id = $2', [JSON.stringify(twice), caseId])
    const seen = await callerFor(test.house, test.actors.agent).case.content({ caseId })
    expect(seen).toMatchObject({ status: 'found', content: { parties: [applicant, applicant] } })
  })
})
