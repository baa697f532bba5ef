import { expect, it } from 'vitest'
import { aDraft, NOW } from '../../test/agentTablet'
import { answered, answering, unanswered } from './answering'

const receipt = { receiptNumber: 'n', queryCode: 'q', collectedAt: NOW }
const first = { baseRevision: 2, corrections: [] }

it('keeps what the answer began with, also when it is asked anew meanwhile', () => {
  const handedIn = aDraft({ fields: { area: 48 }, receipt })
  const begun = { ...handedIn, ...answering(handedIn, first), fields: { area: 46.5 } }
  expect(answering(begun, { ...first, baseRevision: 3 }).correcting).toMatchObject({
    baseRevision: 3,
    before: { fields: { area: 48 } },
  })
})

it('tells on the receipt when it was answered, until that is given up', () => {
  const handedIn = aDraft({ receipt })
  const after = answered({ ...handedIn, ...answering(handedIn, first) }, NOW)
  expect(after).toEqual({ ...handedIn, receipt: { ...receipt, correctedAt: NOW } })
  expect(unanswered(after)).toEqual(handedIn)
})
