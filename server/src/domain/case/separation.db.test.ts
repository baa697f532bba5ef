// Goal: whoever took a part of a case in, at first or as the answer to a correction, decides nothing of it.
// Method: people who hold two posts; the persons are read back from the events, as they are before every decision.
import { expect, it } from 'vitest'
import { CorrectionId, OpId, PostId } from '@onetrip/shared/lib/ids'
import type { DecideInput } from '@onetrip/shared/wire/inbox'
import type { CaseCorrect } from '@onetrip/shared/wire/operation'
import { newId } from '../../app/parts'
import { inTransaction } from '../../db/transaction'
import { only, readFile, takeIn } from '../../../test/caseFixture'
import { callerFor, openTestHouse, type TestHouse } from '../../../test/house'
import type { Actor } from '../actor'
import { applyContextFor } from '../house'
import { applyOne } from '../inbox/applyOne'

type Deciding = Pick<DecideInput, 'act' | 'baseRevision' | 'caseId'>

async function decide({ house }: TestHouse, actor: Actor, { caseId, ...rest }: Deciding) {
  const { taskId } = only((await readFile(house, caseId)).tasks)
  return callerFor(house, actor).task.decide({ opId: OpId.parse(newId()), caseId, taskId, ...rest })
}

it('[CASE-R8] is kept for the second taker-in, too', async () => {
  await using test = await openTestHouse()
  const { agent, marketReviewer } = test.actors
  const second: Actor = { ...agent, personId: newId(), postId: newId() }
  const { caseId, op } = await takeIn(test)
  const correctionId = CorrectionId.parse(newId())
  const points = [{ at: { kind: 'other' } as const, words: '请补充。' }]
  const asked = { kind: 'require-correction', correctionId, points } as const
  await decide(test, marketReviewer, { caseId, act: asked, baseRevision: 1 })

  const answer: CaseCorrect = {
    ...op,
    opId: OpId.parse(newId()),
    kind: 'case.correct',
    authorPostId: PostId.parse(second.postId),
    baseRevision: 1,
    payload: { content: op.payload.content, answers: [correctionId], insisted: false },
  }
  const context = applyContextFor(test.house, second)
  const answered = await inTransaction(test.house.pool, second, (tx) => applyOne(tx, answer, context))
  expect(answered).toMatchObject({ status: 'applied' })

  const accept = { caseId, act: { kind: 'accept' }, baseRevision: 3 } as const
  for (const { personId } of [agent, second])
    expect(await decide(test, { ...marketReviewer, personId }, accept)).toMatchObject({
      refusal: { kind: 'same-person' },
    })
  expect(new Set((await readFile(test.house, caseId)).case.intakePersons)).toEqual(
    new Set([agent.personId, second.personId]),
  )
  expect(await decide(test, marketReviewer, accept)).toMatchObject({ status: 'applied' })
})
