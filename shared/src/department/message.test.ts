import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DepartmentTaskFile, readDepartmentEvent, TaskAnnouncement, TaskRegistration } from './message'

// Goal: no signed body, however odd, makes us throw, and nothing leaves that a task does not need.
// Method: each rule bent once. The examples of docs/spec/department.md are read in the server's spec.test.ts.

const taskId = '0197c3a1-5b1e-7c3d-8a52-6f1e2d3c4b5a'
const timestamp = '2026-07-02T10:05:00+08:00'
const read = (type: string, data: object = {}) =>
  readDepartmentEvent(JSON.stringify({ type, timestamp, data: { taskId, ...data } }))
const point = { kind: 'field', ref: 'signMaterial', words: '请写明材质。' }
const document = { name: '准予行政许可决定书', number: '〔2026〕1号', issuedOn: '2026-07-05' }

const applicant = {
  role: 'applicant',
  kind: 'legal-person',
  name: '样例餐饮有限公司',
  idType: 'credit-code',
  idNumber: '91430102MA4L000000',
  identityCheck: 'scanned',
}
const assignment = {
  districtId: '430102',
  departmentId: 'urban-management',
  taskId,
  caseId: '0197c3a1-5b1e-7a10-9b3c-1f2e3d4c5b6a',
  itemCode: '000117017000',
  itemVersion: 1,
  receiptNumber: '4301020090012607010030076',
  receivedAt: '2026-07-01T01:29:58.120Z',
  dueOn: '2026-07-08',
}
const taskFile = {
  ...assignment,
  itemName: '设置大型户外广告',
  capacity: 'window',
  station: { stationId: '430102009001', name: '样例社区' },
  collectedAt: '2026-07-01T01:12:40.000Z',
  parties: [applicant],
  fields: [],
  materials: [],
}

describe('[DEPT-R12] a task file', () => {
  it('cannot carry delivery, the second fact, or more of a party than the task needs', () => {
    const tooMuch = { ...taskFile, delivery: { mode: 'pick-up' }, secondFact: { kind: 'pin' } }
    const talkative = { ...applicant, mobile: '13800000000', address: '样例路1号' }
    expect(DepartmentTaskFile.parse({ ...tooMuch, parties: [talkative] })).toEqual(taskFile)
  })

  it('cannot carry a contact', () => {
    const contact = { ...applicant, role: 'contact' }
    expect(DepartmentTaskFile.safeParse({ ...taskFile, parties: [applicant, contact] }).success).toBe(false)
  })
})

it('[DEPT-R7] an announcement cannot carry a person', () => {
  const announcement = { type: 'task.assigned', timestamp: '2026-07-01T01:30:00.000Z', data: assignment }
  const talkative = { ...announcement, data: { ...assignment, parties: [applicant] } }
  expect(TaskAnnouncement.parse(talkative)).toEqual(announcement)
})

describe('[DEPT-R8] a registration', () => {
  it.each([
    ['a number', { registrationNumber: ' 城管〔2026〕1 ', more: 1 }, { registrationNumber: '城管〔2026〕1' }],
    ['nothing', {}, undefined],
    ['an empty number', { registrationNumber: '  ' }, undefined],
    ['a number without end', { registrationNumber: '1'.repeat(61) }, undefined],
    ['a number of another kind', { registrationNumber: 1 }, undefined],
  ])('%s', (_what, answer, expected) => {
    expect(TaskRegistration.safeParse(answer).data).toEqual(expected)
  })
})

describe('[DEPT-R16] events', () => {
  it.each([
    ['task.received', {}],
    ['task.accepted', {}],
    ['task.correction-required', { points: [point, { ...point, kind: 'material' }] }],
    ['task.not-accepted', { reason: '不属于本机关职权。\n\t见依据。', whereToGo: '市城管局' }],
    ['task.approved', {}],
    ['task.denied', { reason: '𠮷㛃 不符合规划' }],
    ['task.issued', { document }],
    ['task.issued', { document: { ...document, validUntil: '2027-07-04' } }],
  ])('takes %s', (type, data) => {
    expect(read(type, data)).toEqual({
      kind: 'event',
      event: { type, timestamp: '2026-07-02T02:05:00.000Z', data: { taskId, ...data } },
    })
  })

  it.each([
    ['no task', 'task.accepted', { taskId: undefined }, 'data.taskId'],
    ['a task that is no id', 'task.accepted', { taskId: "1' or '1'='1" }, 'data.taskId'],
    ['no points', 'task.correction-required', { points: [] }, 'data.points'],
    ['too many points', 'task.correction-required', { points: Array(61).fill(point) }, 'data.points'],
    ['a point to nowhere', 'task.correction-required', { points: [{ ...point, kind: 'party' }] }, 'data.points.0.kind'],
    [
      'a ref of odd characters',
      'task.correction-required',
      { points: [{ ...point, ref: 'a\0' }] },
      'data.points.0.ref',
    ],
    [
      'a point without words',
      'task.correction-required',
      { points: [{ ...point, words: ' ' }] },
      'data.points.0.words',
    ],
    ['no reason', 'task.denied', {}, 'data.reason'],
    ['a reason without end', 'task.denied', { reason: '长'.repeat(2001) }, 'data.reason'],
    ['a zero character', 'task.denied', { reason: 'a\0b' }, 'data.reason'],
    ['an escape character', 'task.denied', { reason: 'a\u001b[2Jb' }, 'data.reason'],
    ['half a character', 'task.denied', { reason: 'a\ud842b' }, 'data.reason'],
    ['nowhere to go', 'task.not-accepted', { reason: '不受理' }, 'data.whereToGo'],
    [
      'a day that is none',
      'task.issued',
      { document: { ...document, issuedOn: '2026-02-30' } },
      'data.document.issuedOn',
    ],
    [
      'an end before the start',
      'task.issued',
      { document: { ...document, validUntil: '2026-07-04' } },
      'data.document.validUntil',
    ],
  ])('says where, not what, is wrong: %s', (_what, type, data, path) => {
    expect(read(type, data)).toEqual({ kind: 'malformed', paths: [path] })
  })

  it.each(['2026-07-02', '2026-07-02 10:05:00', '2026-07-02T10:05:00', '1782957900', ''])(
    '[DEPT-R15] a time without offset is none: %j',
    (odd) => {
      const reading = readDepartmentEvent(JSON.stringify({ type: 'task.accepted', timestamp: odd, data: { taskId } }))
      expect(reading).toEqual({ kind: 'malformed', paths: ['timestamp'] })
    },
  )

  it('ignores properties that it does not know', () => {
    const plain = read('task.accepted')
    expect(read('task.accepted', { officer: '张三' })).toEqual(plain)
  })
})

describe('[DEPT-R17] what cannot be applied is still answered', () => {
  it('tells a type that it does not know from a wrong form', () => {
    expect(read('task.suspended')).toEqual({ kind: 'unknown-type', type: 'task.suspended' })
    expect(read('toString')).toEqual({ kind: 'malformed', paths: ['type'] })
    expect(read('constructor')).toEqual({ kind: 'unknown-type', type: 'constructor' })
  })

  it.each(['', 'null', '[]', '1', '"task.accepted"', '{', '{}', '{"type":1}', '{"type":null}', '\ufeff{}'])(
    'a body that is no event: %j',
    (text) => {
      expect(readDepartmentEvent(text).kind).toBe('malformed')
    },
  )

  it('never throws, whatever the body', () => {
    const anyEvent = fc.record({ type: fc.constantFrom('task.issued', 'task.denied', 'x'), data: fc.jsonValue() })
    const anyText = fc.oneof(
      fc.string(),
      fc.json(),
      anyEvent.map((value) => JSON.stringify(value)),
    )
    fc.assert(fc.property(anyText, (text) => ['unknown-type', 'malformed'].includes(readDepartmentEvent(text).kind)))
  })
})
