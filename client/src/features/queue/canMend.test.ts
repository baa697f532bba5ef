import { expect, it } from 'vitest'
import type { CaseRefusal } from '@onetrip/shared/case/refusal'
import { CaseId, OpId } from '@onetrip/shared/lib/ids'
import type { OutboxEntry } from '../../db/outboxEntry'
import { canMend } from './canMend'

const refusedFor = (refusal: CaseRefusal): OutboxEntry => ({
  seq: 1,
  opId: OpId.parse('01980000-0000-7000-8000-000000000001'),
  caseId: CaseId.parse('01980000-0000-7000-8000-0000000000c0'),
  deviceSeq: 1,
  state: { kind: 'parked', because: { status: 'refused', refusal } },
  sizeBytes: 0,
  words: undefined,
})

it('opens a submission again for what its words can mend, and for nothing else', () => {
  const canMendFor = (refusal: CaseRefusal) => canMend(refusedFor(refusal), 'case.submit', undefined)
  expect(canMendFor({ kind: 'content-problems', problems: [] })).toBe(true)
  expect(canMendFor({ kind: 'case-exists' })).toBe(false)
  expect(canMendFor({ kind: 'not-permitted' })).toBe(false)
})
