import { expect, it } from 'vitest'
import { anInboxLine, at, received } from '../../test/aTask'
import { aStationCase, aTaskOf } from '../../test/tabletPage'
import { CorrectionId } from '@onetrip/shared/lib/ids'
import { TaskState } from '@onetrip/shared/case/taskState'
import type { DepartmentTaskRow, StationCaseRow } from '@onetrip/shared/wire/feedRow'
import { createWords } from './createWords'
import { stationTaskWords, taskStatusWords } from './taskWords'

const words = createWords('Asia/Shanghai')
const moment = at('2026-11-24T01:00:00.000Z')
const issued = TaskState.parse({
  status: 'issued',
  receivedAt: moment,
  acceptedAt: moment,
  decidedAt: moment,
  issuedAt: moment,
  document: { name: '食品经营许可证', number: '1', issuedOn: '2026-11-24' },
})
const asked = TaskState.parse({
  status: 'correction-required',
  receivedAt: moment,
  correction: {
    correctionId: CorrectionId.parse('01980000-0000-7000-8000-0000000000f1'),
    points: [{ at: { kind: 'other' }, words: 'w' }],
    askedAt: moment,
  },
})
// `as`: an object of a union is no longer one of its members when it is spread.
const answered = { ...asked, answeredAt: moment } as TaskState
const rowWith = (state: TaskState, changes: Partial<DepartmentTaskRow> = {}): DepartmentTaskRow => {
  const { row } = anInboxLine()
  return { ...row, ...(row.task && { task: { ...row.task, state } }), ...changes }
}

it.each([
  [rowWith(received), '待受理'],
  [rowWith(issued), '已出证'],
  [rowWith(issued, { delivery: 'to-collect' }), '已出证，待领取'],
  [rowWith(issued, { delivery: 'to-send' }), '已出证，待寄出'],
  [rowWith(issued, { delivery: 'on-its-way' }), '已出证，送达中'],
  [rowWith(asked), '待补正'],
  [rowWith(answered, { scans: { arrived: 3, total: 4 }, pages: { arrived: 2, total: 3 } }), '上传中 2/3'],
  [rowWith(answered, { scans: { arrived: 3, total: 4 }, pages: { arrived: 3, total: 3 } }), '上传中，差签名'],
])('a task says where it stands, and how what it gave gets there (%#)', (row, said) => {
  expect(taskStatusWords(row, words)).toBe(said)
})

it.each([
  [{}, '已出证'],
  [{ deliveryMode: 'pick-up' }, '已出证，待领取'],
  [{ deliveryMode: 'courier' }, '已出证，待寄出'],
] satisfies [Partial<StationCaseRow>, string][])('the station says how a result gets there: %j', (changes, said) => {
  const task = aTaskOf(1, { state: issued })
  expect(stationTaskWords(aStationCase(1, { tasks: [task], ...changes }), task, words)).toBe(said)
})
