// Goal: the checker sees each way in which a case, a page, a task or an order is lost, doubled or another's. Method: one
// sound world, in which one row at a time is changed.
import { expect, it } from 'vitest'
import { checkEvidence } from './checkEvidence'
import type { DepartmentBook, Evidence, Tables } from './evidence'

const PAGE = 'a'.repeat(64)
const SIGNATURE = 'b'.repeat(64)
const OTHER_PAGE = 'c'.repeat(64)
const DEPARTMENT = 'urban-management'

const SOUND: Evidence = {
  exported: [
    { caseId: 'case-1', opId: 'op-1', receiptNumber: 'R1', scans: [PAGE, SIGNATURE] },
    { caseId: 'case-2', opId: 'op-2', scans: [OTHER_PAGE], awaited: ['d'.repeat(64)] },
  ],
  tables: {
    operations: [
      { opId: 'op-1', caseId: 'case-1', status: 'applied' },
      { opId: 'op-2', caseId: 'case-2', status: 'applied' },
    ],
    cases: [
      { caseId: 'case-1', receiptNumber: 'R1' },
      { caseId: 'case-2', receiptNumber: 'R2' },
    ],
    scans: [
      { caseId: 'case-1', scanId: PAGE, hasArrived: true },
      { caseId: 'case-1', scanId: SIGNATURE, hasArrived: true },
      { caseId: 'case-2', scanId: OTHER_PAGE, hasArrived: true },
      { caseId: 'case-2', scanId: 'd'.repeat(64), hasArrived: false },
    ],
    tasks: [{ taskId: 'task-1', caseId: 'case-1', departmentId: DEPARTMENT, status: 'issued', isRegistered: true }],
    dispatches: [{ dispatchId: 'order-1', caseId: 'case-1', taskId: 'task-1', status: 'booked', waybillNo: 'SF1' }],
  },
  files: [PAGE, SIGNATURE, OTHER_PAGE].map((name) => ({ name, sha256: name })),
  department: {
    registered: [
      { taskId: 'task-1', caseId: 'case-1', departmentId: DEPARTMENT, itemCode: 'signboard', receiptNumber: 'R1' },
    ],
    pulled: [{ taskId: 'task-1', caseId: 'case-1', scans: [PAGE] }],
    events: [{ taskId: 'task-1', act: 'issue', answer: 'applied' }],
    files: [{ name: PAGE, sha256: PAGE }],
  },
  orders: [{ orderId: 'order-1', waybillNo: 'SF1' }],
}

const faultsOf = (change: Partial<Evidence>): readonly string[] => checkEvidence({ ...SOUND, ...change }).faults
const withTables = (change: Partial<Tables>): Partial<Evidence> => ({ tables: { ...SOUND.tables, ...change } })
const withDepartment = (change: Partial<DepartmentBook>): Partial<Evidence> => ({
  department: { ...SOUND.department, ...change },
})
const first = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined) throw new Error('no row')
  return row
}
const { tables, department } = SOUND
const case1 = first(tables.cases)
const task = first(tables.tasks)
const dispatch = first(tables.dispatches)
const registration = first(department.registered)
const order = first(SOUND.orders)

it('finds nothing wrong with a sound world, and counts what it joined', () => {
  expect(checkEvidence(SOUND)).toEqual({ cases: 2, scans: 3, tasks: 1, pulledScans: 1, orders: 1, faults: [] })
})

it.each<[string, Partial<Evidence>, string[]]>([
  ['a lost case', withTables({ cases: tables.cases.slice(0, 1) }), ['case case-2 is there 0 times']],
  ['a doubled case', withTables({ cases: [...tables.cases, case1] }), ['case case-1 is there 2 times']],
  [
    'a case under a second id',
    withTables({ cases: [...tables.cases, { caseId: 'case-3', receiptNumber: 'R3' }] }),
    ['case case-3 was taken in by nobody'],
  ],
  [
    'another receipt',
    withTables({ cases: [...tables.cases.slice(1), { caseId: 'case-1', receiptNumber: 'R9' }] }),
    [
      'case case-1 has another receipt number than R1',
      'the department has task task-1 for case case-1, the server has not',
    ],
  ],
  [
    'an operation that stands there twice',
    withTables({ operations: [...tables.operations, ...tables.operations.slice(1)] }),
    ['operation op-2 stands in the log 2 times'],
  ],
  [
    'an operation that was refused',
    withTables({
      operations: tables.operations.map((row) => (row.opId === 'op-2' ? { ...row, status: 'refused' } : row)),
    }),
    ['operation op-2 was not applied to case case-2'],
  ],
  [
    'an operation of nobody',
    withTables({ operations: [...tables.operations, { opId: 'op-3', caseId: 'case-1', status: 'applied' }] }),
    ['operation op-3 is nobody’s'],
  ],
  [
    'a scan that has not arrived',
    withTables({ scans: tables.scans.filter(({ scanId }) => scanId !== SIGNATURE) }),
    [`scan ${SIGNATURE} of case case-1 has not arrived`],
  ],
  [
    'a scan that is waited for no more',
    withTables({ scans: tables.scans.filter(({ hasArrived }) => hasArrived) }),
    [`scan ${'d'.repeat(64)} of case case-2 is not waited for`],
  ],
  [
    'a scan of another case',
    withTables({ scans: [...tables.scans, { caseId: 'case-1', scanId: OTHER_PAGE, hasArrived: true }] }),
    [`case case-1 has scan ${OTHER_PAGE}, which nobody attached`],
  ],
  ['a missing file', { files: SOUND.files.slice(1) }, [`scan ${PAGE} is no file, of case case-1`]],
  [
    'a file of other bytes',
    { files: [{ name: PAGE, sha256: OTHER_PAGE }, ...SOUND.files.slice(1)] },
    [`the file of scan ${PAGE} has other bytes, of case case-1`],
  ],
])('at the server, sees %s', (_fault, change, faults) => {
  expect(faultsOf(change)).toEqual(faults)
})

it.each<[string, Partial<Evidence>, string[]]>([
  [
    'a case that no tablet took in',
    withDepartment({ registered: [registration, { ...registration, taskId: 'task-9', caseId: 'case-9' }] }),
    [
      'the department knows case case-9, which no tablet took in',
      'the department has task task-9 for case case-9, the server has not',
    ],
  ],
  [
    'a task that is registered twice',
    withDepartment({ registered: [registration, registration] }),
    ['task task-1 is registered twice'],
  ],
  [
    'one item of a case as two tasks',
    {
      ...withTables({ tasks: [task, { ...task, taskId: 'task-2' }] }),
      ...withDepartment({
        registered: [registration, { ...registration, taskId: 'task-2' }],
        events: [...department.events, { taskId: 'task-2', act: 'issue', answer: 'applied' }],
      }),
    },
    ['the department has item signboard of case case-1 as two tasks'],
  ],
  [
    'a task of another department',
    withDepartment({ registered: [{ ...registration, departmentId: 'fire-rescue' }] }),
    ['the department has task task-1 for case case-1, the server has not'],
  ],
  [
    'a task that its ledger has lost',
    withDepartment({ registered: [], pulled: [], events: [], files: [] }),
    ['task task-1 is registered, and its department has no such task'],
  ],
  [
    'work on a task that it does not have',
    withDepartment({ events: [...department.events, { taskId: 'task-9', act: 'accept', answer: undefined }] }),
    ['the department works on task task-9, which it never registered'],
  ],
  [
    'a task that was pulled as another case',
    withDepartment({ pulled: [{ taskId: 'task-1', caseId: 'case-2', scans: [] }] }),
    ['task task-1 was told and pulled as two cases'],
  ],
  [
    'a foreign scan in a file set',
    withDepartment({
      pulled: [{ taskId: 'task-1', caseId: 'case-1', scans: [PAGE, OTHER_PAGE] }],
      files: [...department.files, { name: OTHER_PAGE, sha256: OTHER_PAGE }],
    }),
    [
      `the file of task task-1 has scan ${OTHER_PAGE}, which is not of case case-1`,
      `the department holds scan ${OTHER_PAGE}, of none of its cases`,
    ],
  ],
  ['a page that it pulled and has not', withDepartment({ files: [] }), [`at the department, scan ${PAGE} is no file`]],
  [
    'a page of other bytes',
    withDepartment({ files: [{ name: PAGE, sha256: OTHER_PAGE }] }),
    [`at the department, the file of scan ${PAGE} has other bytes`],
  ],
  [
    'a result that was taken twice',
    withDepartment({ events: [...department.events, ...department.events] }),
    ['the result of task task-1 was taken twice'],
  ],
  [
    'a result that was taken and is lost',
    { ...withTables({ tasks: [{ ...task, status: 'approved' }], dispatches: [] }), orders: [] },
    ['the result of task task-1 was taken, and is lost'],
  ],
  [
    'a result that nobody issued',
    { ...withDepartment({ events: [] }), ...withoutOrders() },
    ['task task-1 is issued, and its department issued nothing'],
  ],
])('at the department, sees %s', (_fault, change, faults) => {
  expect(faultsOf(change)).toEqual(faults)
})

it.each<[string, Partial<Evidence>, string[]]>([
  ['an order that is booked twice', { orders: [order, order] }, ['order order-1 is booked twice']],
  [
    'an order of no dispatch',
    { orders: [order, { ...order, orderId: 'order-9', waybillNo: 'SF9' }] },
    ['the courier has order order-9, which is no dispatch'],
  ],
  [
    'an order for another case than its task',
    withTables({ dispatches: [{ ...dispatch, caseId: 'case-2' }] }),
    ['order order-1 is for case case-2 and task task-1, which do not belong together'],
  ],
  [
    'an order without an issued task',
    {
      ...withTables({ tasks: [{ ...task, status: 'accepted' }] }),
      ...withDepartment({ events: [{ taskId: 'task-1', act: 'accept', answer: 'applied' }] }),
    },
    ['order order-1 is for task task-1, of which nothing was issued'],
  ],
  [
    'an order for a task that its department did not decide',
    withDepartment({ events: [] }),
    [
      'task task-1 is issued, and its department issued nothing',
      'order order-1 is for task task-1, which its department did not decide',
    ],
  ],
  [
    'two orders for one task',
    {
      ...withTables({ dispatches: [dispatch, { ...dispatch, dispatchId: 'order-2', waybillNo: 'SF2' }] }),
      orders: [order, { ...order, orderId: 'order-2', waybillNo: 'SF2' }],
    },
    ['task task-1 is sent home twice'],
  ],
  [
    'one waybill for two orders',
    {
      ...withTables({
        dispatches: [
          { ...dispatch, status: 'returned' },
          { ...dispatch, dispatchId: 'order-2' },
        ],
      }),
      orders: [order, { ...order, orderId: 'order-2' }],
    },
    ['waybill SF1 is for two orders'],
  ],
  [
    'a waybill that the courier does not know',
    withTables({ dispatches: [{ ...dispatch, waybillNo: 'SF9' }] }),
    ['dispatch order-1 has waybill SF9, of which the courier knows nothing'],
  ],
  [
    'a booking that the courier has lost',
    { orders: [] },
    ['dispatch order-1 has waybill SF1, of which the courier knows nothing'],
  ],
])('at the courier, sees %s', (_fault, change, faults) => {
  expect(faultsOf(change)).toEqual(faults)
})

it('takes a second sending after one that was called off for what it is', () => {
  const again = { ...dispatch, dispatchId: 'order-2', waybillNo: 'SF2' }
  const changed = {
    ...withTables({ dispatches: [{ ...dispatch, status: 'cancelled' }, again] }),
    orders: [order, { ...order, orderId: 'order-2', waybillNo: 'SF2' }],
  }
  expect(faultsOf(changed)).toEqual([])
})

it('takes what is still under way for no loss: a task not yet told, an order whose answer is not yet written', () => {
  const changed = {
    ...withTables({
      tasks: [task, { ...task, taskId: 'task-2', caseId: 'case-2', status: 'received', isRegistered: false }],
      dispatches: [{ ...dispatch, status: 'requested', waybillNo: null }],
    }),
  }
  expect(faultsOf(changed)).toEqual([])
})

function withoutOrders(): Partial<Evidence> {
  return { ...withTables({ dispatches: [] }), orders: [] }
}
