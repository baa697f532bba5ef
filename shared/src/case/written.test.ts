import { describe, expect, it } from 'vitest'
import { DepartmentEvent } from '../department/message'
import { DecideInput } from '../wire/inbox'
import { Operation } from '../wire/operation'

const id = '01890000-0000-7000-8000-000000000001'
const day = { issuedOn: '2026-11-23' }

type Act = { readonly operation: string; readonly decision: string; readonly event: string; readonly says: object }

/** The same act on its three ways in: whether each takes it, and what it makes of the words. */
function readAll({ operation, decision, event, says }: Act): unknown[] {
  const header = { opId: id, districtId: '430102', caseId: id, authorPostId: id, baseRevision: 1, catalogueVersion: 1 }
  const at = '2026-11-23T02:00:00.000Z'
  const op = { ...header, v: 1, deviceTime: at, kind: operation, payload: { taskId: id, ...says } }
  const input = { opId: id, caseId: id, taskId: id, baseRevision: 1, act: { kind: decision, ...says } }
  return [
    Operation.safeParse(op),
    DecideInput.safeParse(input),
    DepartmentEvent.safeParse({ type: event, timestamp: at, data: { taskId: id, ...says } }),
  ].map(({ success }) => success)
}

const denial = (reason: string): Act => {
  return { operation: 'task.deny', decision: 'deny', event: 'task.denied', says: { reason } }
}
const issue = (document: object): Act => {
  return { operation: 'task.issue', decision: 'issue', event: 'task.issued', says: { document } }
}

describe('what is written in an act, from tablet, desk and department alike', () => {
  it.each([
    ['a reason', denial('场所不符合要求'), true],
    ['a blank reason', denial(' \u3000\n'), false],
    ['a reason with what no database stores', denial('a\u0000b'), false],
    ['a reason of half a character', denial('\ud800'), false],
    ['a document', issue({ name: '许可证', number: '1', ...day, validUntil: '2026-11-23' }), true],
    ['a document without a number', issue({ name: '许可证', number: ' ', ...day }), false],
    [
      'a document that ends before it begins',
      issue({ name: '许可证', number: '1', ...day, validUntil: '2026-11-22' }),
      false,
    ],
  ])('%s', (_name, act, isTaken) => {
    expect(readAll(act)).toEqual([isTaken, isTaken, isTaken])
  })

  it('loses the blanks around it', () => {
    const act = { kind: 'require-correction', correctionId: id, points: [{ at: { kind: 'other' }, words: ' 缺页 \n' }] }
    const input = DecideInput.parse({ opId: id, caseId: id, taskId: id, baseRevision: 1, act })
    expect(input.act).toMatchObject({ points: [{ words: '缺页' }] })
  })
})
