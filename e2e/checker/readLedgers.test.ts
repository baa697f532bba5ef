// Goal: the ledgers are read as their writers write them. Method: lines of that form, and one that a crash tore.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCourier, readDepartment } from './readLedgers'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onetrip-ledgers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, lines: readonly object[]): void =>
  writeFileSync(join(folder, name), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"kind":"reg`)

it('reads a department’s register, its events with their answers, and the bytes of its pages', () => {
  const bytes = Buffer.from('a page')
  const scanId = createHash('sha256').update(bytes).digest('hex')
  const data = { taskId: 't', caseId: 'c', departmentId: 'd', itemCode: 'i', receiptNumber: 'r' }
  const page = { scanId, sizeBytes: 6 }
  const answer = { httpStatus: 200, body: { status: 'applied' } }
  write('ledger.jsonl', [
    { kind: 'registered', taskId: 't', announcement: { type: 'task.assigned', data } },
    {
      kind: 'pulled',
      taskId: 't',
      file: { caseId: 'c', materials: [{ scans: [page] }, { scans: [page] }, { scans: [] }] },
    },
    { kind: 'event', taskId: 't', eventId: 'e1', act: 'accept', body: '{}' },
    { kind: 'answered', taskId: 't', eventId: 'e1', answer },
    { kind: 'event', taskId: 't', eventId: 'e2', act: 'issue', body: '{}' },
  ])
  mkdirSync(join(folder, 'scans'))
  writeFileSync(join(folder, 'scans', scanId), bytes)
  writeFileSync(join(folder, 'scans', 'f'.repeat(64)), 'other bytes')
  writeFileSync(join(folder, 'scans', `${scanId}.part`), 'on its way')
  const { files, ...book } = readDepartment(folder)
  expect(book).toEqual({
    registered: [data],
    pulled: [{ taskId: 't', caseId: 'c', scans: [scanId] }],
    events: [
      { taskId: 't', act: 'accept', answer: 'applied' },
      { taskId: 't', act: 'issue', answer: undefined },
    ],
  })
  expect(files.map(({ name, sha256 }) => [name, name === sha256])).toEqual(
    expect.arrayContaining([
      [scanId, true],
      ['f'.repeat(64), false],
    ]),
  )
  expect(files).toHaveLength(2)
})

it('reads a courier’s orders, as often as they were made', () => {
  const order = { orderId: 'o', waybillNo: 'SF1', routes: [] }
  write('orders.jsonl', [
    { type: 'created', order },
    { type: 'scanned', orderId: 'o', route: {} },
    { type: 'created', order: { ...order, orderId: 'p', waybillNo: '' } },
    { type: 'cancelled', orderId: 'p' },
    { type: 'created', order },
  ])
  expect(readCourier(folder)).toEqual([
    { orderId: 'o', waybillNo: 'SF1' },
    { orderId: 'p', waybillNo: '' },
    { orderId: 'o', waybillNo: 'SF1' },
  ])
})

it('finds nothing where nothing was written yet', () => {
  expect(readDepartment(folder)).toEqual({ registered: [], pulled: [], events: [], files: [] })
  expect(readCourier(folder)).toEqual([])
})
