import pg from 'pg'
import type { CaseRow, DispatchRow, OperationRow, ScanRow, Tables, TaskRow } from './evidence'

const OPERATIONS = `
  select op_id as "opId", case_id as "caseId", outcome->>'status' as status from operation where kind = 'case.submit'`
const CASES = `select case_id as "caseId", receipt_number as "receiptNumber" from cases`
const SCANS = `select case_id as "caseId", scan_id as "scanId", arrived_at is not null as "hasArrived" from scan`
const TASKS = `
  select task_id as "taskId", case_id as "caseId", department_id as "departmentId", state->>'status' as status,
         exists (select from announcement where announcement.task_id = task.task_id and announced_at is not null)
           as "isRegistered"
    from task`
const DISPATCHES = `
  select dispatch_id as "dispatchId", case_id as "caseId", task_id as "taskId", state->>'status' as status,
         state #>> '{booking,waybill,number}' as "waybillNo"
    from dispatch`

/** The server's tables, all at one moment. */
export async function readTables(databaseUrl: string): Promise<Tables> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const operations = await client.query<OperationRow>(OPERATIONS)
    const cases = await client.query<CaseRow>(CASES)
    const scans = await client.query<ScanRow>(SCANS)
    const tasks = await client.query<TaskRow>(TASKS)
    const dispatches = await client.query<DispatchRow>(DISPATCHES)
    return {
      operations: operations.rows,
      cases: cases.rows,
      scans: scans.rows,
      tasks: tasks.rows,
      dispatches: dispatches.rows,
    }
  } finally {
    await client.end()
  }
}
