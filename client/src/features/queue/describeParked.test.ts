import { expect, it } from 'vitest'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { anItem } from '@onetrip/shared/catalogue/testItem'
import { CorrectionId } from '@onetrip/shared/lib/ids'
import { aCatalogue, aDraft } from '../../../test/agentTablet'
import { formOf } from '../../stores/draftForm'
import { createWords } from '../../words/createWords'
import { describeParked } from './describeParked'

const words = createWords('Asia/Shanghai')
const draft = aDraft()
const named = { items: [anItem()], parties: draft.parties, form: formOf(draft, aCatalogue()) }

const refusals: CaseRefusal[] = [
  { kind: 'case-not-found' },
  { kind: 'case-exists' },
  { kind: 'not-permitted' },
  { kind: 'malformed', where: 'payload' },
  { kind: 'content-problems', problems: [] },
  { kind: 'receipt-number-taken' },
  { kind: 'wrong-status', status: 'accepted' },
  { kind: 'asked-once' },
  { kind: 'same-person' },
  { kind: 'correction-unanswered', correctionIds: [CorrectionId.parse('01980000-0000-7000-8000-0000000000f1')] },
  { kind: 'operation-not-found' },
]

it('says every refusal, and a conflict, in a sentence of its own', () => {
  const sentences = [
    ...refusals.map((refusal) => describeParked({ status: 'refused', refusal }, named, words).sentence),
    describeParked({ status: 'conflict', serverRevision: 3 }, named, words).sentence,
  ]
  expect(new Set(sentences).size).toBe(refusals.length + 1)
})

it('names the place of each fault that the server found', () => {
  const refusal: CaseRefusal = {
    kind: 'content-problems',
    problems: [
      { severity: 'error', kind: 'item-expired', place: { in: 'items', itemCode: anItem().itemCode } },
      { severity: 'gap', kind: 'missing', place: { in: 'material', materialCode: 'unknown-here' } },
    ],
  }
  expect(describeParked({ status: 'refused', refusal }, named, words).points).toEqual([
    '事项“食品经营许可”：这个事项已经停办，不能再收。请换一个事项。',
    '材料“unknown-here”：还没有交。请拍照或者选文件。',
  ])
})
