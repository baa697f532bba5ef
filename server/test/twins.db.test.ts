// Goal: what may be there once is there once, also where two who found it free write it in the same moment. Method: two
// pushes that wait for each other where both have looked and neither has committed; only the database's keys are left then.
import { expect, it } from 'vitest'
import type { CaseSubmit } from '@onetrip/shared/wire/operation'
import { openTestHouse } from './house'
import { frameOf, makeSubmit, push } from './operations'

/** Opens once `count` have come to it, and stays open. */
function openGate(count: number): () => Promise<void> {
  const gate = { left: count, open: (): void => undefined }
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  return () => {
    gate.left -= 1
    if (gate.left <= 0) gate.open()
    return opened
  }
}

/** Pushes two operations in the same moment; the second as `likeFirst` makes it. */
async function pushTwins(likeFirst: (second: CaseSubmit, first: CaseSubmit) => CaseSubmit) {
  const meet = openGate(2)
  await using test = await openTestHouse({ change: () => ({ startJobs: meet }) })
  await using another = await test.openAnother()
  const [first, second] = await Promise.all([makeSubmit(test), makeSubmit(test)])
  const twins = [first.op, likeFirst(second.op, first.op)]
  const answers = await Promise.all(
    [test.house, another.house].map((house, nth) =>
      push(
        house,
        test.actors.agent,
        twins.slice(nth, nth + 1).map((op) => frameOf(op, test.devices.agent)),
      ),
    ),
  )
  const { rows } = await test.ownerPool.query<{ cases: number; operations: number }>(
    `select (select count(*)::int from cases) as cases,
            (select count(*)::int from operation where outcome->>'status' = 'applied') as operations`,
  )
  return {
    outcomes: answers
      .flatMap(({ outcomes }) => outcomes)
      .toSorted((one, other) => one.status.localeCompare(other.status)),
    kept: rows[0],
  }
}

it('[SYNC-R7] of two operations under one id one is applied, and the id answers for no other', async () => {
  const { outcomes, kept } = await pushTwins((second, first) => ({ ...second, opId: first.opId }))
  expect(outcomes).toMatchObject([{ status: 'applied' }, { status: 'refused' }])
  expect(kept).toEqual({ cases: 1, operations: 1 })
})

it('[CASE-R1] of two cases under one receipt number one is taken in', async () => {
  const { outcomes, kept } = await pushTwins((second, { payload: { receiptNumber } }) => ({
    ...second,
    payload: { ...second.payload, receiptNumber },
  }))
  expect(outcomes).toMatchObject([
    { status: 'applied' },
    { status: 'refused', refusal: { kind: 'receipt-number-taken' } },
  ])
  expect(kept).toEqual({ cases: 1, operations: 1 })
})
