import { describe, expect, it } from 'vitest'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
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

describe('an answer in place of another', () => {
  const handedIn = aDraft({ fields: { area: 48 }, receipt })
  const begun = { ...handedIn, ...answering(handedIn, first), fields: { area: 46.5 } }
  const after = answered(begun, NOW)
  const before = (draft: IntakeDraft) => answering(draft, first).correcting?.before?.fields

  it('that was not taken, or was given up, is held against what that one was', () => {
    expect(before(unanswered(after))).toEqual({ area: 48 })
  })

  it('that was taken is held against that one', () => {
    expect(before(after)).toEqual({ area: 46.5 })
  })
})

it('tells on the receipt when it was answered, until that is given up', () => {
  const handedIn = aDraft({ receipt })
  const after = answered({ ...handedIn, ...answering(handedIn, first) }, NOW)
  expect(after).toMatchObject({ ...handedIn, receipt: { ...receipt, correctedAt: NOW } })
  expect(after.correcting).toBeUndefined()
  expect(unanswered(after).receipt).toEqual(receipt)
})
